// Owns: the process environment, as the only place that reads it, and the box that SECRET_KEY locks.
// Promises: a typed object, or an error that names every wrong variable at once.
// Never: reads files, opens connections, changes at run time.
export { readConfig, variables, ConfigError, type Config, type Variable } from './config.js';
export { ConfigModule, CONFIG } from './config.module.js';
export { printedLevels } from './levels.js';
export { SecretBox } from './secret-box.js';
