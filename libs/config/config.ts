import { z } from 'zod';
import { inWords } from '#problems';

const count = z.coerce.number().int().positive();

/** `5s`, `5m`, `2h`, `1d` -> milliseconds. */
const duration = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)$/, 'is not a duration like 5s, 30m or 2h')
  .transform((text) => {
    const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
    const [, amount, name] = /^(\d+)(ms|s|m|h|d)$/.exec(text) as unknown as [string, string, keyof typeof unit];
    return Number(amount) * unit[name];
  });

const durations = z.string().transform((text, ctx) =>
  text.split(',').map((part) => {
    const parsed = duration.safeParse(part.trim());
    if (!parsed.success) ctx.addIssue({ code: 'custom', message: `"${part}" is not a duration like 5s, 30m or 2h` });
    return parsed.data ?? 0;
  }),
);

const cidrs = z.string().transform((text, ctx) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      if (!/^[0-9a-f.:]+\/\d{1,3}$/i.test(part)) {
        ctx.addIssue({ code: 'custom', message: `"${part}" is not a range like 10.0.0.0/8` });
      }
      return part;
    }),
);

/** Shorter than the lease of the work that waits for it. */
const shortly = duration.refine((ms) => ms <= 120_000, 'is longer than 2m');
const address = z.string().regex(/^(https?:\/\/[^/\s]+.*)?$/, 'is not an http(s) address');
const speaks = z.enum(['json', 'chat']);
/** Goes into a header: one line of visible characters. */
const secret = z.string().regex(/^[\x21-\x7e]*$/, 'holds characters that no key has');
const OUTSIDE = 'address of an outside model (reached through EGRESS_ALLOW where it is not public) that';
const SPEAKS = '`json`: the plain contract of docs/assistants.md; `chat`: OpenAI-compatible chat completions';

export interface Variable {
  name: string;
  schema: z.ZodType;
  /** Used when the variable is absent or empty; a variable without one is required. */
  fallback?: string;
  meaning: string;
}

const define = <T extends z.ZodType>(name: string, schema: T, fallback: string | undefined, meaning: string) => ({
  name,
  schema,
  fallback,
  meaning,
});

const table = {
  databaseUrl: define(
    'DATABASE_URL',
    z.string().regex(/^postgres(ql)?:\/\//, 'is not a postgres:// address'),
    undefined,
    'PostgreSQL 15 or newer, as the owner of the database. `npm start` starts a server of its own without it',
  ),
  redisUrl: define(
    'REDIS_URL',
    z.string().regex(/^(rediss?:\/\/.*)?$/, 'is not a redis:// address'),
    '',
    'Redis for BullMQ (AOF on, noeviction). Empty: BullMQ keeps its jobs in PostgreSQL',
  ),
  host: define('HOST', z.string(), '127.0.0.1', 'address that the api listens on'),
  port: define('PORT', z.coerce.number().int().min(0).max(65535), '3000', 'port of the api'),
  workerPort: define(
    'WORKER_PORT',
    z.coerce.number().int().min(0).max(65535),
    '3001',
    'port of the worker’s /livez, /readyz and /metrics; 0 takes any free one',
  ),
  publicBaseUrl: define(
    'PUBLIC_BASE_URL',
    z.string().regex(/^(https?:\/\/[^/]+.*)?$/, 'is not an http(s) address'),
    '',
    'address under which readers reach the service; goes into pages and markup. Empty: http://HOST:PORT',
  ),
  storageUrl: define(
    'STORAGE_URL',
    z.string(),
    '.data/blobs',
    'folder for captures and files (a path or a file: address)',
  ),
  secretKey: define(
    'SECRET_KEY',
    z.string().min(32, 'is shorter than 32 characters'),
    undefined,
    'encrypts webhook secrets and the addresses of chat channels at rest; 32 characters or more, kept for the life of the data. `npm start` makes one',
  ),
  egressAllow: define(
    'EGRESS_ALLOW',
    cidrs,
    '',
    'address ranges (CIDR, comma separated) that outgoing requests may reach besides public addresses',
  ),
  contactUrl: define(
    'CONTACT_URL',
    z.string(),
    '',
    'shown in the User-Agent of the source checker, so that site owners can reach you',
  ),
  smtpUrl: define(
    'SMTP_URL',
    z.string().regex(/^(smtps?:\/\/\S+)?$/, 'is not a smtp:// or smtps:// address'),
    '',
    'mail server, with user and password in the address where it wants them. Empty: nobody gets mail',
  ),
  mailFrom: define(
    'MAIL_FROM',
    z
      .string()
      .regex(
        /^([^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/,
        'is not an address, or a name and an <address>',
      ),
    'Corroborate <corroborate@localhost>',
    'sender of mails to people in the newsroom',
  ),
  bootstrapToken: define(
    'CORROBORATE_BOOTSTRAP_TOKEN',
    z.string().refine((v) => v === '' || v.length >= 16, 'is shorter than 16 characters'),
    '',
    'token of the first admin on an empty database. Empty: a random one, printed once',
  ),
  newsroom: define(
    'CORROBORATE_NEWSROOM',
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is not a short name of a-z, 0-9 and -'),
    'demo',
    'short name of the newsroom that the first start creates',
  ),
  maxUploadBytes: define('MAX_UPLOAD_BYTES', count, '104857600', 'largest evidence file, in bytes'),
  maxArticleBytes: define('MAX_ARTICLE_BYTES', count, '5242880', 'largest article or JSON body, in bytes'),
  tsaUrl: define(
    'TSA_URL',
    z.string().regex(/^(https?:\/\/[^/]+.*)?$/, 'is not an http(s) address'),
    '',
    'time-stamping authority (RFC 3161) that stamps the log’s head of each day. Empty: none is asked',
  ),
  rateLimit: define('RATE_LIMIT', count, '6000', 'requests a minute for each token'),
  maxStreams: define('MAX_STREAMS', count, '500', 'streams of events that one api process keeps open'),
  streamBeat: define(
    'STREAM_BEAT',
    duration,
    '15s',
    'how often a stream of events shows that it is alive; a client that takes nothing for twice as long is cut off',
  ),
  webhookSchedule: define(
    'WEBHOOK_SCHEDULE',
    durations,
    '5s,5m,30m,2h,5h,10h,14h,20h,24h',
    'waits between the attempts of a delivery (± 20 % jitter)',
  ),
  webhookTimeout: define('WEBHOOK_TIMEOUT', duration, '15s', 'longest time of one delivery attempt, all in all'),
  channelFold: define(
    'CHANNEL_FOLD',
    duration,
    '30s',
    'how long news for a desk’s chat channel waits for more, so that a burst is one message',
  ),
  extractorUrl: define(
    'EXTRACTOR_URL',
    address,
    '',
    `${OUTSIDE} finds the claims of an article. Empty: the built-in extractor does`,
  ),
  extractorSpeaks: define('EXTRACTOR_SPEAKS', speaks, 'json', SPEAKS),
  extractorModel: define('EXTRACTOR_MODEL', z.string().max(200), '', 'name of the model, sent with each question'),
  extractorKey: define('EXTRACTOR_KEY', secret, '', 'sent as a bearer token; never logged'),
  extractorTimeout: define('EXTRACTOR_TIMEOUT', shortly, '60s', 'longest time of one question; 2m at most'),
  extractorMaxTokens: define('EXTRACTOR_MAX_TOKENS', count, '8000', 'longest answer that is asked for, in tokens'),
  extractorDaily: define(
    'EXTRACTOR_DAILY',
    count,
    '200',
    'most questions of one newsroom a day (UTC); then the built-in extractor reads',
  ),
  rerankerUrl: define(
    'RERANKER_URL',
    address,
    '',
    `${OUTSIDE} re-orders earlier claims that may match. Empty: none does`,
  ),
  rerankerSpeaks: define('RERANKER_SPEAKS', speaks, 'json', SPEAKS),
  rerankerModel: define('RERANKER_MODEL', z.string().max(200), '', 'name of the model, sent with each question'),
  rerankerKey: define('RERANKER_KEY', secret, '', 'sent as a bearer token; never logged'),
  rerankerTimeout: define('RERANKER_TIMEOUT', shortly, '5s', 'longest time of one question; 2m at most'),
  rerankerMaxTokens: define('RERANKER_MAX_TOKENS', count, '1000', 'longest answer that is asked for, in tokens'),
  rerankerDaily: define('RERANKER_DAILY', count, '2000', 'most questions of one newsroom a day (UTC)'),
  sweepEvery: define('SWEEP_EVERY', duration, '5s', 'how often the worker looks in PostgreSQL for work that is due'),
  hostGap: define('HOST_GAP', duration, '2s', 'shortest time between two requests to the same site'),
  apiPool: define('API_POOL', count, '10', 'PostgreSQL connections of one api process'),
  workerPool: define(
    'WORKER_POOL',
    count,
    '10',
    'PostgreSQL connections of one worker process (BullMQ on PostgreSQL takes 6 more)',
  ),
  logLevel: define(
    'LOG_LEVEL',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    'info',
    'how much the processes print',
  ),
};

type Table = typeof table;
export type Config = Readonly<{ [K in keyof Table]: z.output<Table[K]['schema']> }>;

/** Every variable, in the order of the README's table. */
export const variables: readonly Variable[] = Object.values(table);

export class ConfigError extends Error {}

/** Parses the environment; throws a `ConfigError` that names every wrong or missing variable. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const wrong: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, { name, schema, fallback }] of Object.entries(table)) {
    const given = env[name] === undefined || env[name] === '' ? fallback : env[name];
    if (given === undefined) {
      wrong.push(`${name} is missing`);
      continue;
    }
    const parsed = schema.safeParse(given, { error: inWords });
    if (parsed.success) config[key] = parsed.data;
    else wrong.push(`${name} ${parsed.error.issues.map((issue) => issue.message).join(' and ')}`);
  }
  if (wrong.length > 0) throw new ConfigError(`The environment is not right: ${wrong.join('; ')}.`);
  const read = config as Config;
  return { ...read, publicBaseUrl: (read.publicBaseUrl || `http://${read.host}:${read.port}`).replace(/\/+$/, '') };
}
