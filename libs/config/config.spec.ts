import { ConfigError, readConfig } from './config.js';

const enough = { DATABASE_URL: 'postgres://localhost/x', SECRET_KEY: 'k'.repeat(32) };

describe('configuration', () => {
  it('names every wrong variable at once', () => {
    expect(() => readConfig({ PORT: 'x', EGRESS_ALLOW: 'home', WEBHOOK_SCHEDULE: '5s,soon' })).toThrow(ConfigError);
    expect(() => readConfig({ PORT: 'x', EGRESS_ALLOW: 'home', WEBHOOK_SCHEDULE: '5s,soon' })).toThrow(
      /DATABASE_URL is missing; PORT .*; SECRET_KEY is missing; EGRESS_ALLOW "home".*; WEBHOOK_SCHEDULE "soon"/,
    );
  });

  it('says what is wrong in words, not in those of a library', () => {
    const wrong = { PORT: '70000', WORKER_PORT: 'x', RATE_LIMIT: '1.5', MAX_STREAMS: '0' };
    expect(() => readConfig({ ...enough, ...wrong })).toThrow(
      'The environment is not right: PORT is more than 65535; WORKER_PORT is not a number; RATE_LIMIT is not a whole number; MAX_STREAMS is not more than 0.',
    );
  });

  it('treats an empty variable as absent and fills in the documented value', () => {
    const config = readConfig({ ...enough, PORT: '', REDIS_URL: '' });
    expect(config.port).toBe(3000);
    expect(config.redisUrl).toBe('');
    expect(config.publicBaseUrl).toBe('http://127.0.0.1:3000');
    expect(config.webhookSchedule.slice(0, 3)).toEqual([5_000, 300_000, 1_800_000]);
  });
});
