import { Module } from '@nestjs/common';
import { EgressModule } from '#egress';
import { CaptureStore } from './capture.store.js';
import { SourceStore } from './source.store.js';
import { SourceWorkStore } from './source-work.store.js';
import { Sources } from './sources.service.js';

@Module({
  imports: [EgressModule],
  providers: [CaptureStore, SourceStore, SourceWorkStore, Sources],
  exports: [CaptureStore, SourceStore, SourceWorkStore, Sources],
})
export class SourcesModule {}
