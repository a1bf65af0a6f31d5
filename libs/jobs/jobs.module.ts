import { type BeforeApplicationShutdown, type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Backend, openBackend, type BackendOptions } from './backend.js';
import { JobQueues } from './queues.service.js';
import { JobRelay } from './relay.service.js';
import { JobWorkers } from './workers.service.js';

const BACKEND = Symbol('job backend');

@Module({})
export class JobsModule implements BeforeApplicationShutdown, OnApplicationShutdown {
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

  /** While what the jobs work with (pool, egress, reader) is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.workers.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
    await this.modules.get<Backend>(BACKEND).close();
  }
}
