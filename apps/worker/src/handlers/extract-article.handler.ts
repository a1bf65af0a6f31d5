import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { ArticleExtraction, extractArticle, type ArticleJob } from '#intake';
import { Handles, type JobContext, type JobHandler } from '#jobs';

@Injectable()
@Handles(extractArticle)
export class ExtractArticleHandler implements JobHandler<ArticleJob> {
  constructor(
    private readonly database: Database,
    private readonly extraction: ArticleExtraction,
  ) {}

  async handle({ newsroom, articleId }: ArticleJob, context?: JobContext): Promise<void> {
    const work = await this.database.write(newsroom, (tx) => this.extraction.take(tx, articleId));
    if (!work) return;
    try {
      const result = await this.extraction.read(work, context?.signal);
      await this.database.write(newsroom, (tx) => this.extraction.finish(tx, work, result));
    } catch (error) {
      await this.database.write(newsroom, (tx) => this.extraction.giveBack(tx, work));
      throw error;
    }
  }
}
