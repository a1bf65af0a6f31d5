import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { ArticleFetching, fetchArticle, type ArticleJob } from '#intake';
import { Handles, type JobContext, type JobHandler } from '#jobs';

@Injectable()
@Handles(fetchArticle)
export class FetchArticleHandler implements JobHandler<ArticleJob> {
  constructor(
    private readonly database: Database,
    private readonly fetching: ArticleFetching,
  ) {}

  async handle({ newsroom, articleId }: ArticleJob, { signal }: JobContext): Promise<void> {
    const work = await this.database.write(newsroom, (tx) => this.fetching.take(tx, articleId));
    if (!work) return;
    const result = await this.fetching.fetch(work, signal);
    await this.database.write(newsroom, (tx) => this.fetching.finish(tx, work, result));
  }
}
