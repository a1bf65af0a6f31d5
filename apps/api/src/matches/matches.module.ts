import { Module } from '@nestjs/common';
import { ArchiveModule } from '#archive';
import { ClaimsModule } from '#claims';
import { FactChecksModule } from '#factchecks';
import { PrecedentsModule } from '#precedents';
import { ClaimsApiModule } from '../claims/claims.module.js';
import { ArchiveController } from './archive.controller.js';
import { MatchReading } from './matches.reading.js';
import { MatchesController } from './matches.controller.js';

@Module({
  imports: [ArchiveModule, ClaimsModule, ClaimsApiModule, FactChecksModule, PrecedentsModule],
  controllers: [MatchesController, ArchiveController],
  providers: [MatchReading],
})
export class MatchesApiModule {}
