import type { LogLevel } from '@nestjs/common';
import type { Config } from './config.js';

const LEVELS: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

/** What Nest's logger prints: the configured level and all that is graver; false for nothing. */
export function printedLevels(level: Config['logLevel']): LogLevel[] | false {
  if (level === 'silent') return false;
  return LEVELS.slice(0, LEVELS.indexOf(level === 'info' ? 'log' : level) + 1);
}
