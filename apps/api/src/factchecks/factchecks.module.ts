import { Module } from '@nestjs/common';
import { EvidenceModule } from '#evidence';
import { FactChecksModule } from '#factchecks';
import { DossiersController } from './dossiers.controller.js';
import { FactChecksController } from './factchecks.controller.js';
import { RechecksController } from './rechecks.controller.js';

@Module({
  imports: [EvidenceModule, FactChecksModule],
  controllers: [DossiersController, FactChecksController, RechecksController],
})
export class FactChecksApiModule {}
