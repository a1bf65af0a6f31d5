import type { Tx } from '#database';

/** Rows of a claim that go over with it when it is merged, and where it is kept that they did. Names of tables and columns of ours. */
interface Moving {
  table: string;
  moves: string;
  /** The column of `moves` that holds the row's id. */
  id: string;
}

/** Rows go over with a claim that is merged, marked. */
export async function moveWithMerge(tx: Tx, { table, moves, id }: Moving, from: string, target: string): Promise<void> {
  await tx.run(
    `WITH moved AS (UPDATE ${table} SET claim_id = $3 WHERE newsroom = $1 AND claim_id = $2 RETURNING id)
     INSERT INTO ${moves} (newsroom, ${id}, merged_claim) SELECT $1, id, $2 FROM moved`,
    [tx.newsroom, from, target],
  );
}

/** Gives a claim back what its merge took, from wherever later merges took it, and what came to it by merges before. */
export async function moveBackFromMerge(tx: Tx, { table, moves, id }: Moving, claimId: string): Promise<void> {
  await tx.run(
    `WITH own AS (DELETE FROM ${moves} WHERE newsroom = $1 AND merged_claim = $2 RETURNING ${id} AS id, at),
     later AS (DELETE FROM ${moves} m USING own WHERE m.newsroom = $1 AND m.${id} = own.id AND m.at > own.at)
     UPDATE ${table} r SET claim_id = $2 FROM own WHERE r.newsroom = $1 AND r.id = own.id`,
    [tx.newsroom, claimId],
  );
}
