import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, ConfigModule } from '#config';
import { DatabaseModule } from '#database';
import { JobsModule } from '#jobs';
import { LogModule } from '#log';
import { NewsroomModule } from '#newsroom';
import { LogWork, Timetable } from './timetable.js';

@Module({})
export class WorkerModule {
  static of(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.of(config),
        DatabaseModule.open({
          url: config.databaseUrl,
          poolSize: config.workerPool,
          applicationName: 'corroborate-worker',
        }),
        LogModule,
        NewsroomModule,
        JobsModule.open(config),
      ],
      providers: [LogWork, Timetable],
    };
  }
}
