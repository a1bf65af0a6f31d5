/*
 * Who may import whom. One entry per lib, from the ground up: a lib may import those named here, by their doors, and nothing
 * else of ours. A new lib gets a line; `npm run check` refuses one that has none.
 */
const nouns = [
  ...[
    'newsroom',
    'articles',
    'precedents',
    'claims',
    'sources',
    'evidence',
    'reviews',
    'comments',
    'replies',
    'factchecks',
  ],
];
const plain = ['config', 'problems', 'database', 'log', 'jobs', 'egress', 'storage', 'reading'];
const verbs = [
  'extraction',
  'learning',
  'assistants',
  'matching',
  'archive',
  'intake',
  'workflow',
  'queue',
  'assignments',
  'refresh',
  'deadlines',
];
const below = (noun) => [...plain, ...nouns.slice(0, nouns.indexOf(noun))];
const verb = (...others) => [...plain, ...nouns, ...others];
const outcome = [...plain, ...nouns, ...verbs];

export const layers = {
  problems: [],
  config: ['problems'],
  database: ['config', 'problems'],
  log: ['config', 'problems', 'database'],
  jobs: ['config', 'problems', 'database', 'log'],
  egress: ['config', 'problems'],
  storage: ['config', 'problems'],
  reading: ['config', 'problems'],

  ...Object.fromEntries(nouns.map((noun) => [noun, below(noun)])),

  extraction: [],
  learning: verb(),
  assistants: verb('extraction'),
  matching: [],
  archive: verb('matching', 'assistants'),
  intake: verb('extraction', 'learning', 'assistants', 'matching'),
  workflow: verb(),
  queue: verb('workflow'),
  assignments: verb('workflow'),
  refresh: verb('workflow'),
  deadlines: verb(),

  publishing: outcome,
  webhooks: outcome,
  notifications: outcome,
  channels: outcome,
  insights: outcome,
  audit: outcome,
};

/** Packages that only these files may import. */
export const guardedPackages = [
  { name: 'typeorm', files: '^libs/database/|\\.(entity|store)\\.ts$|^migrations/' },
  { name: 'bullmq', files: '^libs/jobs/' },
  { name: 'undici', files: '^libs/egress/' },
  { name: 'nodemailer', files: '^libs/notifications/smtp\\.service\\.ts$' },
];

/** Names that say nothing about what is inside; neither a lib nor a file may have one. */
export const emptyNames = ['common', 'shared', 'core', 'utils', 'util', 'helpers', 'helper', 'misc'];

/** Files that may look across newsrooms with `database.system(...)`, and no others. */
export const systemHandles = [
  'libs/newsroom/authenticator.service.ts',
  'libs/newsroom/first-start.service.ts',
  'libs/log/sealer.service.ts',
  'libs/log/readers.service.ts',
  'libs/jobs/relay.service.ts',
  'apps/api/src/operations/health.controller.ts',
  'apps/api/src/public/public-newsroom.ts',
  'apps/worker/src/handlers/make-room-for-deliveries.handler.ts',
  'apps/worker/src/handlers/sweep-blobs.handler.ts',
  'apps/worker/src/health.ts',
  'apps/worker/src/timetable.ts',
];
