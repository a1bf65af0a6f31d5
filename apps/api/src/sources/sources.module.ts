import { Module } from '@nestjs/common';
import { RefreshModule } from '#refresh';
import { SourcesModule } from '#sources';
import { StorageModule } from '#storage';
import { CaptureBytes } from './capture-bytes.js';
import { CapturesController } from './captures.controller.js';
import { SourcesController } from './sources.controller.js';

@Module({
  imports: [RefreshModule, SourcesModule, StorageModule],
  providers: [CaptureBytes],
  controllers: [SourcesController, CapturesController],
})
export class SourcesApiModule {}
