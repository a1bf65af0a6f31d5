import { ConfigError, readConfig } from './config.js';

const enough = { DATABASE_URL: 'postgres://localhost/x', SECRET_KEY: 'k'.repeat(32) };

describe('configuration', () => {
  it('names every wrong variable at once', () => {
    expect(() => readConfig({ PORT: 'x', EGRESS_ALLOW: 'home', WEBHOOK_SCHEDULE: '5s,soon' })).toThrow(ConfigError);
    expect(() => readConfig({ PORT: 'x', EGRESS_ALLOW: 'home', WEBHOOK_SCHEDULE: '5s,soon' })).toThrow(
      /DATABASE_URL is missing; PORT .*; SECRET_KEY is missing; EGRESS_ALLOW "home".*; WEBHOOK_SCHEDULE "soon"/,
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
