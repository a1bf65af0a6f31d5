import { Module } from '@nestjs/common';
import { ArchiveModule } from '#archive';
import { AssistantsModule } from '#assistants';
import { ClaimsModule } from '#claims';
import { FactChecksModule } from '#factchecks';
import { PrecedentsModule } from '#precedents';
import { ClaimsApiModule } from '../claims/claims.module.js';
import { ArchiveController } from './archive.controller.js';
import { MatchSearchController } from './match-search.controller.js';
import { MatchReading } from './matches.reading.js';
import { MatchesController } from './matches.controller.js';
import { Reordering } from './reordering.js';

@Module({
  imports: [ArchiveModule, AssistantsModule, ClaimsModule, ClaimsApiModule, FactChecksModule, PrecedentsModule],
  controllers: [MatchesController, MatchSearchController, ArchiveController],
  providers: [MatchReading, Reordering],
})
export class MatchesApiModule {}
