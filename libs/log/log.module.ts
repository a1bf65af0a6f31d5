import { Global, Module } from '@nestjs/common';
import { LogStore } from './log.store.js';
import { LogReaders } from './readers.service.js';
import { Sealer } from './sealer.service.js';

@Global()
@Module({ providers: [LogStore, Sealer, LogReaders], exports: [LogStore, Sealer, LogReaders] })
export class LogModule {}
