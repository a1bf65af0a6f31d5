import { priorityName, priorityNumber, type Claim } from '#claims';
import type { Why } from './queue.types.js';

/** Why a claim stands where it stands: the sort keys of the queue, in their order, in words. */
export function why(claim: Claim): Why {
  const reopened = claim.publication === 'live';
  const rank = priorityNumber(claim.priority) + Number(reopened);
  const score = claim.checkworthiness?.score ?? null;
  const { dueAt, createdAt } = claim;
  const reasons = [
    `priority ${claim.priority}`,
    ...(reopened ? [`live and open again: sorted as ${rank > 3 ? 'above urgent' : priorityName(rank)}`] : []),
    dueAt === null ? 'no due time' : `due ${dueAt.toISOString()}`,
    score === null ? 'no check-worthiness score' : `check-worthiness ${score.toFixed(2)}`,
    `waiting since ${createdAt.toISOString()}`,
  ];
  return { rank, reopened, dueAt, score, enteredAt: createdAt, reasons };
}
