import type { SealedRow } from '#log';

/** The steps that figures are made of. `whole` stands beside the first `published`, with the time since the claim came in. */
export type StepName =
  | 'proposed'
  | 'queued'
  | 'dismissed'
  | 'merged'
  | 'taken'
  | 'released'
  | 'expired'
  | 'submitted'
  | 'closed'
  | 'disputed'
  | 'signed-off'
  | 'dissented'
  | 'approved'
  | 'published'
  | 'whole'
  | 'corrected'
  | 'retracted'
  | 'reopened'
  | 'overdue';

export interface Step {
  sequence: number;
  step: StepName;
  claimId: string;
  at: Date;
  desk: string | null;
  personId: string | null;
  round: number | null;
  dueAt: Date | null;
  /** The claim went (back) to the queue with it. */
  waits: boolean;
  /** Since the step that it ends the wait for. */
  seconds: number | null;
  /** Of a round of several reviews that closed: whether they agreed. */
  agreed: boolean | null;
  /** Of the first publication. */
  rating: string | null;
}

/** Names of events; all others are no steps. */
export const stepEvents: Readonly<Record<string, StepName>> = {
  'claim.proposed': 'proposed',
  'claim.queued': 'queued',
  'claim.dismissed': 'dismissed',
  'claim.merged': 'merged',
  'claim.assigned': 'taken',
  'claim.released': 'released',
  'claim.expired': 'expired',
  'claim.recused': 'released',
  'review.submitted': 'submitted',
  'round.closed': 'closed',
  'claim.disputed': 'disputed',
  'verdict.signed-off': 'signed-off',
  'verdict.dissented': 'dissented',
  'verdict.approved': 'approved',
  'factcheck.published': 'published',
  'factcheck.corrected': 'corrected',
  'factcheck.retracted': 'retracted',
  'claim.reopened': 'reopened',
  'claim.overdue': 'overdue',
};

interface Data {
  from?: string | null;
  to?: string | null;
  desk?: string | null;
  dueAt?: string | null;
  round?: number | null;
  people?: string[];
  replaces?: string | null;
  agreed?: boolean;
  reviews?: unknown[];
  rating?: { key: string } | string;
}

/** What came before on the same claims, newest last, and what these rows add to it. */
export function stepsOf(rows: readonly SealedRow[], before: readonly Step[]): Step[] {
  const known = new Map<string, Step[]>();
  const add = (step: Step) => known.set(step.claimId, [...(known.get(step.claimId) ?? []), step]);
  before.forEach(add);
  return rows.flatMap((row) => {
    const made = stepOf(row, known.get(row.claimId ?? '') ?? []);
    made.forEach(add);
    return made;
  });
}

function stepOf(row: SealedRow, earlier: readonly Step[]): Step[] {
  const name = stepEvents[row.type];
  if (name === undefined || row.claimId === null) return [];
  const data = row.data as Data;
  const last = earlier.at(-1);
  const step: Step = {
    sequence: row.sequence,
    step: name,
    claimId: row.claimId,
    at: row.at,
    desk: data.desk === undefined ? (last?.desk ?? null) : data.desk,
    personId: personOf(name, row, data),
    round: data.round ?? null,
    dueAt: data.dueAt === undefined ? (last?.dueAt ?? null) : data.dueAt === null ? null : new Date(data.dueAt),
    waits: data.to === 'queued',
    seconds: null,
    agreed: name === 'closed' && (data.reviews?.length ?? 0) > 1 ? (data.agreed ?? null) : null,
    rating: null,
  };
  const seconds = since(startOf(step, data, earlier), row.at);
  const first = name === 'published' && !earlier.some((each) => each.step === 'published');
  const rating = typeof data.rating === 'object' ? data.rating.key : null;
  const whole = first ? [{ ...step, step: 'whole' as const, seconds: since(earlier[0], row.at), rating }] : [];
  return [{ ...step, seconds }, ...whole];
}

/** The seat's holder where a step is about a seat, who did it otherwise. */
function personOf(name: StepName, row: SealedRow, { people }: Data): string | null {
  const seat = name === 'taken' || name === 'submitted' || name === 'released' || name === 'expired';
  const actor = row.actor as { kind: string; id: string | null };
  return (seat ? people?.[0] : undefined) ?? (actor.kind === 'person' ? actor.id : null);
}

/** The step that this one ends the wait for. */
function startOf(step: Step, data: Data, earlier: readonly Step[]): Step | undefined {
  const latest = (is: (each: Step) => boolean) => earlier.findLast(is);
  switch (step.step) {
    case 'queued':
    case 'dismissed':
    case 'merged':
      return data.from === 'proposed' ? latest((each) => each.step === 'proposed') : undefined;
    case 'taken':
      return data.replaces ? undefined : latest((each) => each.waits || each.step === 'proposed');
    case 'submitted':
      return latest((each) => each.step === 'taken' && each.personId === step.personId);
    case 'approved':
      return latest((each) => each.step === 'submitted');
    case 'published':
      return latest((each) => each.step === 'approved');
    default:
      return undefined;
  }
}

function since(start: Step | undefined, at: Date): number | null {
  return start === undefined ? null : Math.max(0, (at.getTime() - start.at.getTime()) / 1000);
}
