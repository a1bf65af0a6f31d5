import { Module } from '@nestjs/common';
import { ClaimsModule } from '#claims';
import { SourcesModule } from '#sources';
import { EvidenceService } from './evidence.service.js';
import { EvidenceStore } from './evidence.store.js';
import { QuoteStore } from './quote.store.js';

@Module({
  imports: [ClaimsModule, SourcesModule],
  providers: [EvidenceService, EvidenceStore, QuoteStore],
  exports: [EvidenceService, EvidenceStore, QuoteStore],
})
export class EvidenceModule {}
