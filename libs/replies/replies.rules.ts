import { personOf, type Actor } from '#newsroom';
import type { FieldError, ProblemCode } from '#problems';
import type { Answer, ReplyContent, ReplyReader, ReplyRequest } from './replies.types.js';

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

/** What cannot have been so, each with its code and pointer; the first one's code is the refusal's. */
export function timesThatCannotBe(moments: Moments): (FieldError & { code: ProblemCode })[] {
  return wrongTimes.flatMap(([moment, code, pointer, detail]) =>
    moments[moment] === true ? [{ code, pointer, detail }] : [],
  );
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
