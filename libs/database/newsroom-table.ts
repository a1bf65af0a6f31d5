/**
 * SQL that puts a table with a `newsroom` column under row-level security: the application's role sees the rows of
 * the newsroom of its transaction, the system role sees all. `rights` are those of the application's role.
 */
export function newsroomTable(table: string, rights = 'SELECT, INSERT, UPDATE, DELETE'): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_newsroom ON ${table} TO corroborate_app
      USING (newsroom = app.newsroom()) WITH CHECK (newsroom = app.newsroom());
    CREATE POLICY all_newsrooms ON ${table} TO corroborate_system USING (true) WITH CHECK (true);
    GRANT ${rights} ON ${table} TO corroborate_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO corroborate_system;`;
}

/** SQL with the short lock wait that lets a migration give way to a running newsroom. */
export function guarded(sql: string): string {
  return `SET LOCAL lock_timeout = '5s';\n${sql}`;
}
