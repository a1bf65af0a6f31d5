import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { Handles, type JobHandler } from '#jobs';
import { Fitting, fitScoring, type FitJob } from '#learning';

@Injectable()
@Handles(fitScoring)
export class FitScoringHandler implements JobHandler<FitJob> {
  constructor(
    private readonly database: Database,
    private readonly fitting: Fitting,
  ) {}

  async handle({ newsroom }: FitJob): Promise<void> {
    const taken = await this.database.write(newsroom, (tx) => this.fitting.take(tx));
    if (!taken) return;
    const work = await this.database.read(newsroom, (tx) => this.fitting.gather(tx, taken));
    const result = await this.fitting.fit(work);
    await this.database.write(newsroom, (tx) => this.fitting.finish(tx, work, result));
  }
}
