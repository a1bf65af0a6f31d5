import { Module } from '@nestjs/common';
import { EgressModule } from '#egress';
import { ReviewsModule } from '#reviews';
import { Erasures } from './erasures.service.js';
import { LogExports } from './log-exports.service.js';
import { Stamping } from './stamping.service.js';
import { WithheldStore } from './withheld.store.js';

@Module({
  imports: [ReviewsModule],
  providers: [LogExports, WithheldStore, Erasures],
  exports: [LogExports, Erasures],
})
export class AuditModule {}

/** For the worker alone: asks the outside clock. */
@Module({ imports: [EgressModule], providers: [Stamping], exports: [Stamping] })
export class AuditAtWorkModule {}
