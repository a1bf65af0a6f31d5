import { Module } from '@nestjs/common';
import { AssignmentsModule } from '#assignments';
import { ClaimsModule } from '#claims';
import { CommentsModule } from '#comments';
import { EgressModule } from '#egress';
import { RepliesModule } from '#replies';
import { ReviewsModule } from '#reviews';
import { Erasures } from './erasures.service.js';
import { LogExports } from './log-exports.service.js';
import { Stamping } from './stamping.service.js';
import { KeptOut, TracesAtWork, WordsOfWork } from './traces.service.js';
import { WithheldStore } from './withheld.store.js';

@Module({
  imports: [AssignmentsModule, ClaimsModule, CommentsModule, RepliesModule, ReviewsModule],
  providers: [LogExports, WithheldStore, KeptOut, WordsOfWork, TracesAtWork, Erasures],
  exports: [LogExports, Erasures],
})
export class AuditModule {}

/** For the worker alone: asks the outside clock. */
@Module({ imports: [EgressModule], providers: [Stamping], exports: [Stamping] })
export class AuditAtWorkModule {}
