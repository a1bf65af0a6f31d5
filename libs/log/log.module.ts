import { Global, Module } from '@nestjs/common';
import { AnchorStore } from './anchors.store.js';
import { LogStore } from './log.store.js';
import { LogReaders } from './readers.service.js';
import { Sealer } from './sealer.service.js';
import { LogVerification } from './verification.service.js';

const parts = [LogStore, AnchorStore, Sealer, LogReaders, LogVerification];

@Global()
@Module({ providers: parts, exports: parts })
export class LogModule {}
