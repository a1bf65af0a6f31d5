import { personOf, type Actor } from '#newsroom';
import type { FieldError, ProblemCode } from '#problems';
import type { Answer, PinnedReply, ReplyContent, ReplyReader, ReplyRequest } from './replies.types.js';

/** As whom this caller reads requests: who gives work out follows it up, and needs every address. */
export function replyReaderOf(actor: Actor): ReplyReader {
  return { person: personOf(actor), seesContacts: actor.permissions.has('claim.assign') };
}

/** The moments of a request as they were given, held against the database's clock. Null: not given. */
export interface Moments {
  askedInFuture: boolean | null;
  duePast: boolean | null;
  dueBeforeAsked: boolean | null;
  receivedInFuture: boolean | null;
  receivedBeforeAsked: boolean | null;
}

const wrongTimes: readonly (readonly [keyof Moments, ProblemCode, pointer: string, detail: string])[] = [
  ['askedInFuture', 'reply.asked-in-future', '/askedAt', 'is still to come: record a request once it has gone out'],
  ['duePast', 'reply.due-past', '/dueAt', 'has passed already'],
  ['dueBeforeAsked', 'reply.due-past', '/dueAt', 'is not after the time at which they were asked'],
  ['receivedInFuture', 'reply.received-in-future', '/receivedAt', 'is still to come'],
  ['receivedBeforeAsked', 'reply.received-before-asked', '/receivedAt', 'is before they were asked'],
];

/** What cannot have been so, once for each pointer; the first one's code is the refusal's. */
export function timesThatCannotBe(moments: Moments): (FieldError & { code: ProblemCode })[] {
  const wrong = wrongTimes.flatMap(([moment, code, pointer, detail]) =>
    moments[moment] === true ? [{ code, pointer, detail }] : [],
  );
  return wrong.filter((one, i) => wrong.findIndex(({ pointer }) => pointer === one.pointer) === i);
}

/** The answer that is recorded; undefined when there is none. */
export function answerOf(
  request: Pick<ReplyRequest, 'outcome' | 'answer' | 'verbatim' | 'answerChannel' | 'answeredAt' | 'dueAt'>,
): Answer | undefined {
  const { outcome, answer, verbatim, answerChannel, answeredAt, dueAt } = request;
  if (outcome === null || answerChannel === null || answeredAt === null) return undefined;
  const late = answeredAt.getTime() > dueAt.getTime();
  return { outcome, text: answer, verbatim: verbatim === true, channel: answerChannel, receivedAt: answeredAt, late };
}

/** What a version keeps of those that stand: not what a blind round keeps, and no name where it is not to be public. */
export function pinned(standing: readonly ReplyRequest[]): PinnedReply[] {
  return standing.flatMap((request) => {
    const { id, channel, askedAt, dueAt, state, concealed, name } = request;
    if (concealed || state === 'withdrawn') return [];
    const isPublic = request.public && name !== null;
    const { role, organisation } = isPublic ? request : nobody;
    const answer = answerOf(request);
    return {
      ...{ id, public: isPublic, name: isPublic ? name : null, role, organisation, channel },
      ...{ askedAt: askedAt.toISOString(), dueAt: dueAt.toISOString(), state },
      answer: answer
        ? {
            text: isPublic ? answer.text : null,
            verbatim: answer.verbatim,
            channel: answer.channel,
            receivedAt: answer.receivedAt.toISOString(),
            late: answer.late,
          }
        : null,
    };
  });
}

const nobody = { role: null, organisation: null };

/** What the history keeps. */
export function contentOf(request: ReplyContent): ReplyContent {
  const { name, role, organisation, question, channel, askedAt, dueAt } = request;
  const { outcome, answer, verbatim, answeredAt, answerChannel } = request;
  return {
    ...{ name, role, organisation, question, channel, askedAt, dueAt, public: request.public },
    ...{ outcome, answer, verbatim, answeredAt, answerChannel },
  };
}

/** Whose time to reply is over or who has replied: everybody who was asked has had their turn. */
export function isSettled({ state }: Pick<ReplyRequest, 'state'>): boolean {
  return state !== 'awaiting';
}
