import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { printedLevels, type Config } from '#config';
import { ApiModule } from './api.module.js';
import { makeAdapter } from './http/server.js';

/** Starts the api; it listens when this resolves. */
export async function startApi(config: Config): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(config), makeAdapter(config), {
    logger: printedLevels(config.logLevel),
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  await app.listen(config.port, config.host);
  return app;
}
