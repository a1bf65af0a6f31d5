import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { EgressModule } from '#egress';
import { RepliesModule } from '#replies';
import { ReviewsModule } from '#reviews';
import { Erasures } from './erasures.service.js';
import { LogExports } from './log-exports.service.js';
import { Stamping } from './stamping.service.js';
import { WithheldStore } from './withheld.store.js';

@Module({
  imports: [ClaimsModule, RepliesModule, ReviewsModule],
  providers: [LogExports, WithheldStore, Erasures],
  exports: [LogExports, Erasures],
})
export class AuditModule {}

/** For the worker alone: asks the outside clock. */
@Module({ imports: [EgressModule], providers: [Stamping], exports: [Stamping] })
export class AuditAtWorkModule {}
