import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config.js';

/** Token under which the parsed configuration is injected: `@Inject(CONFIG) config: Config`. */
export const CONFIG = Symbol('config');

@Module({})
export class ConfigModule {
  static of(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
