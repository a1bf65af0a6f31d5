import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LogLevel } from '@nestjs/common';
import type { Config } from '#config';
import { ApiModule } from './api.module.js';
import { makeAdapter } from './http/server.js';

const LEVELS: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

/** Nest's levels from the configured one up. */
export function levelsFrom(level: Config['logLevel']): LogLevel[] | false {
  if (level === 'silent') return false;
  return LEVELS.slice(0, LEVELS.indexOf(level === 'info' ? 'log' : level) + 1);
}

/** Starts the api; it listens when this resolves. */
export async function startApi(config: Config): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(config), makeAdapter(config), {
    logger: levelsFrom(config.logLevel),
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  await app.listen(config.port, config.host);
  return app;
}
