// Owns: background jobs: their declaration, their handlers, when they become due; the only lib that knows BullMQ.
// Promises: a job carries ids, not state; what is due can be found again in PostgreSQL after the job store was lost.
// Never: adds a job inside a transaction. Only the worker opens the queues; the api never does.
export { defineJob, jobs, type Job, type JobRequest, type QueueName } from './define-job.js';
export { Handles, checkHandlers, type JobContext, type JobHandler } from './handles.js';
export { onEvent } from './reactions.js';
export { JobQueues } from './queues.service.js';
export { JobWorkers } from './workers.service.js';
export { JobRelay } from './relay.service.js';
export { JobsModule } from './jobs.module.js';
