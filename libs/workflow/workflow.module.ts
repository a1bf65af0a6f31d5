import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { CommentsModule } from '#comments';
import { EvidenceModule } from '#evidence';
import { FactChecksModule } from '#factchecks';
import { NewsroomModule } from '#newsroom';
import { RepliesModule } from '#replies';
import { ReviewsModule } from '#reviews';
import { FactsOfInput } from './workflow.about.service.js';
import { Belongings, EffectsOnClaims } from './workflow.apply.service.js';
import { CitedMaterial } from './workflow.cited.service.js';
import { ClaimEntry } from './workflow.entry.service.js';
import { FactsOfClaims } from './workflow.facts.service.js';
import { PossibleClaims } from './workflow.possible.service.js';
import { proveTable } from './workflow.prove.rules.js';
import { PublicationEffects } from './workflow.publication-effects.service.js';
import { PublishedFacts } from './workflow.published-facts.service.js';
import { Workflow } from './workflow.service.js';
import { WorkflowStore } from './workflow.store.js';
import { VerdictEffects } from './workflow.verdict-effects.service.js';

/** The process ends at its start when the table does not hold. */
@Module({
  imports: [
    ClaimsModule,
    CommentsModule,
    EvidenceModule,
    FactChecksModule,
    NewsroomModule,
    RepliesModule,
    ReviewsModule,
  ],
  providers: [
    Workflow,
    ClaimEntry,
    WorkflowStore,
    FactsOfClaims,
    PossibleClaims,
    FactsOfInput,
    PublishedFacts,
    CitedMaterial,
    Belongings,
    EffectsOnClaims,
    VerdictEffects,
    PublicationEffects,
  ],
  exports: [Workflow, ClaimEntry, PossibleClaims],
})
export class WorkflowModule {
  constructor() {
    proveTable();
  }
}
