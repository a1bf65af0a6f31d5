import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { Storage } from './storage.service.js';

@Module({
  providers: [{ provide: Storage, useFactory: (config: Config) => new Storage(config.storageUrl), inject: [CONFIG] }],
  exports: [Storage],
})
export class StorageModule {}
