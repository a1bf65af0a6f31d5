// Owns: the connection to PostgreSQL, units of work, and what a migration needs.
// Promises: whoever holds a `tx` is inside one transaction of one newsroom; nothing outside it is visible.
// Never: knows a table of the product, or hands out a connection.
export { Database, type SystemReason } from './database.js';
export { Tx, type SystemTx } from './tx.js';
export { DatabaseModule } from './database.module.js';
export { openDataSource, SnakeNaming } from './data-source.js';
export { loadMigrations, migrate, assertMigrated } from './migrate.js';
export { newsroomTable, guarded } from './newsroom-table.js';
export { Wake } from './wake.js';
