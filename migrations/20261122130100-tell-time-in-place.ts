import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded } from '#database';

/**
 * `app.now()` becomes an expression that PostgreSQL writes into each statement, where it was a function to be started for each: some 50
 * microseconds a statement, ten times in a request. It is the moment at which a statement began, no longer that of each look at the clock.
 */
export class TellTimeInPlace20261122130100 implements MigrationInterface {
  name = 'TellTimeInPlace20261122130100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(UP));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(guarded(DOWN));
  }
}

// What a test moves stays the one row of app.clock; its trigger makes the shift a constant. STABLE, though it is one: plans are made anew when a
// function that was written into them changes, not when one that was worked out before.
const UP = `
  CREATE FUNCTION app.shift() RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE RETURN '0'::interval;
  CREATE FUNCTION app.keep_shift() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION app.shift() RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE RETURN %L::interval', NEW.shift);
    RETURN NULL;
  END $$;
  CREATE TRIGGER keep_shift AFTER UPDATE ON app.clock FOR EACH ROW EXECUTE FUNCTION app.keep_shift();
  UPDATE app.clock SET shift = shift;
  CREATE OR REPLACE FUNCTION app.now() RETURNS timestamptz(3) LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (statement_timestamp() + app.shift())::timestamptz(3);
`;

const DOWN = `
  CREATE OR REPLACE FUNCTION app.now() RETURNS timestamptz(3) LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (clock_timestamp() + (SELECT shift FROM app.clock))::timestamptz(3);
  DROP TRIGGER keep_shift ON app.clock;
  DROP FUNCTION app.keep_shift(), app.shift();
`;
