import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { digestOf, entryDigest, linkHash, type ChainEntry } from '#log';

export const DOSSIER = 'corroborate-dossier/1';

/** SHA-256, hexadecimal, over what a version says and rests on as canonical JSON (RFC 8785). The log's row of it carries this. */
export function contentDigest(content: unknown): string {
  return createHash('sha256')
    .update(canonicalize(JSON.parse(JSON.stringify(content))) as string)
    .digest('hex');
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const vote = z.looseObject({
  person: z.looseObject({ id: z.string() }),
  vote: z.string(),
  reason: z.string().nullable(),
});
const content = z.looseObject({
  evidence: z.array(
    z.looseObject({
      id: z.string(),
      capture: z.looseObject({ id: z.string(), sha256: z.string().nullable() }).nullish(),
    }),
  ),
  authors: z.array(z.looseObject({ id: z.string() })),
  votes: z.array(vote),
  replies: z
    .array(
      z.looseObject({
        id: z.string(),
        askedAt: z.string(),
        dueAt: z.string(),
        state: z.string(),
        answer: z.looseObject({ text: z.string().nullable(), receivedAt: z.string() }).nullable(),
      }),
    )
    .default([]),
});
const row = z.looseObject({
  previous: hex,
  hash: hex,
  salt: z.string().nullable(),
  personal: z.record(z.string(), z.unknown()).nullable(),
  entry: z.looseObject({
    newsroom: z.string(),
    sequence: z.number(),
    at: z.string(),
    type: z.string(),
    actor: z.looseObject({ id: z.string().nullable() }),
    claimId: z.string().nullable(),
    data: z.looseObject({}),
    personalDigest: z.string().nullable(),
  }),
});
const dossier = z.looseObject({
  format: z.literal(DOSSIER),
  newsroom: z.looseObject({ id: z.string(), slug: z.string() }),
  factCheck: z.looseObject({ id: z.string(), claimId: z.string() }),
  version: z.looseObject({ number: z.number(), content }),
  reviews: z.array(
    z.looseObject({ person: z.string(), rating: z.string(), round: z.number(), withdrawnAt: z.string().nullable() }),
  ),
  captures: z.array(z.looseObject({ id: z.string(), bodySha256: z.string() })),
  log: z.array(row).min(1),
});
type Dossier = z.output<typeof dossier>;

export interface DossierFindings {
  ok: boolean;
  /** Which version this is; null where the file is no dossier. */
  about: { newsroom: string; factCheckId: string; number: number } | null;
  rows: number;
  /** Where each row stands in the newsroom's chain, for holding it against an export of the log. */
  points: { sequence: number; hash: string; at: string }[];
  /** Everything that does not hold, in sentences. */
  faults: string[];
}

/**
 * Whether a dossier holds together: every row of the log is what was sealed, and what the version says, its votes, its
 * captures and its reviews are what those rows say. Needs nothing but the dossier.
 */
export function checkDossier(text: string): DossierFindings {
  const parsed = dossier.safeParse(parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const faults = [`This is no dossier: ${issue?.path.join('/') || 'the file'} ${issue?.message ?? ''}.`];
    return { ok: false, about: null, rows: 0, points: [], faults };
  }
  const given = parsed.data;
  const faults = [
    ...rowFaults(given),
    ...contentFaults(given),
    ...voteFaults(given),
    ...captureFaults(given),
    ...reviewFaults(given),
    ...replyFaults(given),
  ];
  return {
    ok: faults.length === 0,
    about: { newsroom: given.newsroom.slug, factCheckId: given.factCheck.id, number: given.version.number },
    rows: given.log.length,
    points: given.log.map(({ entry, hash }) => ({ sequence: entry.sequence, hash, at: entry.at })),
    faults,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function rowFaults({ log, newsroom, factCheck }: Dossier): string[] {
  return log.flatMap(({ entry, previous, hash, personal, salt }, index) => {
    const { sequence } = entry;
    const before = log[index - 1];
    const faults: string[] = [];
    const link = linkHash(Buffer.from(previous, 'hex'), entryDigest(entry as unknown as ChainEntry));
    if (link.toString('hex') !== hash) faults.push(`Row ${sequence} of the log is not what was sealed.`);
    if (entry.newsroom !== newsroom.id || entry.claimId !== factCheck.claimId)
      faults.push(`Row ${sequence} of the log is about something else.`);
    if (before !== undefined && before.entry.sequence >= sequence)
      faults.push(`Row ${sequence} of the log is out of order.`);
    if (before?.entry.sequence === sequence - 1 && before.hash !== previous)
      faults.push(`Row ${sequence} of the log does not follow from the one before.`);
    if (
      personal !== null &&
      digestOf(Buffer.from(salt ?? '', 'hex'), personal).toString('hex') !== entry.personalDigest
    )
      faults.push(`The personal fields of row ${sequence} are not those that were sealed.`);
    return faults;
  });
}

function contentFaults({ log, version }: Dossier): string[] {
  const told = log.filter(
    ({ entry }) =>
      (entry.type === 'factcheck.published' || entry.type === 'factcheck.corrected') &&
      entry.data['number'] === version.number,
  );
  if (told.length === 0) return [`The log has no row of the publication of version ${version.number}.`];
  const digest = contentDigest(version.content);
  return told.some(({ entry }) => entry.data['contentSha256'] !== digest)
    ? ['What the version says and rests on is not what was published.']
    : [];
}

/** Of the votes: each was cast, in a row of its own, and none by an author. */
function voteFaults({ log, version: { content } }: Dossier): string[] {
  const authors = new Set(content.authors.map(({ id }) => id));
  return content.votes.flatMap(({ person, vote: cast, reason }) => {
    const type = cast === 'signOff' ? 'verdict.signed-off' : 'verdict.dissented';
    const found = log.some(
      ({ entry }) => entry.type === type && entry.actor.id === person.id && (entry.data['reason'] ?? null) === reason,
    );
    return [
      ...(found ? [] : [`The vote of ${person.id} is not in the log.`]),
      ...(authors.has(person.id) && cast === 'signOff' ? [`${person.id} signed their own verdict off.`] : []),
    ];
  });
}

function captureFaults({ version: { content }, captures }: Dossier): string[] {
  const kept = new Map(captures.map(({ id, bodySha256 }) => [id, bodySha256]));
  return content.evidence.flatMap(({ id, capture }) =>
    capture && kept.get(capture.id) !== capture.sha256
      ? [`The capture under evidence ${id} is not the one that was pinned.`]
      : [],
  );
}

/** When a round closes, the log says who gave which rating. */
function reviewFaults({ log, reviews }: Dossier): string[] {
  const rounds = log.filter(({ entry }) => entry.type === 'round.closed');
  return reviews
    .filter(({ withdrawnAt }) => withdrawnAt === null)
    .flatMap(({ person, rating, round }) => {
      const closed = rounds.find(({ entry }) => entry.data['round'] === round);
      const told = (closed?.entry.data['reviews'] ?? []) as { person: string; rating: string }[];
      const holds = closed === undefined || told.some((one) => one.person === person && one.rating === rating);
      return holds ? [] : [`The review of ${person} in round ${round} is not the one that the log tells of.`];
    });
}

/**
 * Of those who were asked for comment: that they were, when, until when, and that they replied when and what, is in a row of
 * the log. Rows of a blind round say nothing of it, and those of a merged claim are not here.
 */
function replyFaults({ log, version: { content } }: Dossier): string[] {
  return content.replies.flatMap(({ id, askedAt, dueAt, state, answer }) => {
    const rows = log.filter(({ entry: { data } }) => data['requestId'] === id && data['concealed'] === false);
    if (rows.length === 0) return [];
    const outcome = answer === null ? null : state;
    const told = rows.filter(
      ({ entry: { data } }) =>
        data['askedAt'] === askedAt &&
        data['dueAt'] === dueAt &&
        data['outcome'] === outcome &&
        data['answeredAt'] === (answer?.receivedAt ?? null),
    );
    if (told.length === 0) return [`The request for comment ${id} is not what the log tells of.`];
    const words = told.flatMap(({ personal }) => (personal && 'answer' in personal ? [personal['answer']] : []));
    const said = answer?.text ?? null;
    return said === null || words.length === 0 || words.includes(said)
      ? []
      : [`What was said to the request for comment ${id} is not what the log tells of.`];
  });
}
