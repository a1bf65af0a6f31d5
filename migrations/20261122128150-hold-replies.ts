import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guarded, newsroomTable } from '#database';

/** Who watches a claim hears of an answer that came in a blind round when the round is over, and not never. */
export class HoldReplies20261122128150 implements MigrationInterface {
  name = 'HoldReplies20261122128150';

  async up(db: QueryRunner): Promise<void> {
    await db.query(guarded(HELD));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE reply_held');
  }
}

const HELD = `
  CREATE TABLE reply_held (
    newsroom uuid NOT NULL REFERENCES newsroom (id),
    request_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT reply_held_pk PRIMARY KEY (newsroom, request_id),
    CONSTRAINT reply_held_request FOREIGN KEY (newsroom, request_id) REFERENCES reply_request (newsroom, id)
  );
  CREATE INDEX reply_held_of_claim ON reply_held (newsroom, claim_id);
  ${newsroomTable('reply_held')}
`;
