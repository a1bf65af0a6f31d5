import { Module } from '@nestjs/common';
import { EvidenceModule } from '#evidence';
import { FactChecksModule } from '#factchecks';
import { FactChecksController } from './factchecks.controller.js';
import { RechecksController } from './rechecks.controller.js';

@Module({ imports: [EvidenceModule, FactChecksModule], controllers: [FactChecksController, RechecksController] })
export class FactChecksApiModule {}
