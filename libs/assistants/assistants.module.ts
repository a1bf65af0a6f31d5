import { Module } from '@nestjs/common';
import { EgressModule } from '#egress';
import { Asking } from './asking.service.js';
import { OutsideExtractor } from './extractor.service.js';
import { Reranker } from './reranker.service.js';
import { AssistantUseStore } from './use.store.js';

@Module({
  imports: [EgressModule],
  providers: [AssistantUseStore, Asking, OutsideExtractor, Reranker],
  exports: [OutsideExtractor, Reranker],
})
export class AssistantsModule {}
