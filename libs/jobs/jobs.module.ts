import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Backend, openBackend, type BackendOptions } from './backend.js';
import { JobQueues } from './queues.service.js';
import { JobRelay } from './relay.service.js';
import { JobWorkers } from './workers.service.js';

const BACKEND = Symbol('job backend');

@Module({})
export class JobsModule implements OnApplicationShutdown {
  constructor(
    private readonly modules: ModuleRef,
    private readonly queues: JobQueues,
    private readonly workers: JobWorkers,
  ) {}

  /** For the worker only. */
  static open(options: BackendOptions): DynamicModule {
    return {
      module: JobsModule,
      global: true,
      providers: [
        { provide: BACKEND, useFactory: () => openBackend(options) },
        { provide: JobQueues, inject: [BACKEND], useFactory: (backend: Backend) => new JobQueues(backend) },
        {
          provide: JobWorkers,
          inject: [BACKEND, ModuleRef],
          useFactory: (backend: Backend, modules: ModuleRef) => new JobWorkers(backend, modules),
        },
        JobRelay,
      ],
      exports: [JobQueues, JobWorkers, JobRelay],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.workers.stop();
    await this.queues.close();
    await this.modules.get<Backend>(BACKEND).close();
  }
}
