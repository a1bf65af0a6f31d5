import { z } from 'zod';
import { claimantKinds } from '#claims';
import { replyChannels, replyOutcomes, replyStates } from '#replies';
import { listQuery, time, timeGiven, uuid, words } from '../http/schemas.js';

const channel = z.enum(replyChannels);
const name = words(500).meta({ description: 'Who is asked, as it is to read in public.' });
const role = words(500);
const organisation = words(500);
const contact = words(1_000).meta({
  description:
    'The address or number that was used. For who asked, who sits on the claim and who gives work out; never public.',
});
const question = words(20_000).meta({ description: 'What was put to them.' });
const askedAt = timeGiven.meta({ description: 'When they were asked; not to come.' });
const dueAt = timeGiven.meta({ description: 'Until when they can reply; still to come.' });
const shown = z
  .boolean()
  .meta({ description: 'Whether the published fact-check says that they were asked, and what they said.' });
const receivedAt = timeGiven.meta({ description: 'When the answer came; now unless given.' });
const reason = words(2_000);

export const NewReplyRequest = z
  .strictObject({
    name: name.optional().meta({ description: 'Who is asked; the claimant’s name where `appearanceId` is given.' }),
    role: role.nullable().optional(),
    organisation: organisation.nullable().optional(),
    appearanceId: uuid.optional().meta({ description: 'An appearance of this claim whose claimant is asked.' }),
    channel,
    contact: contact.nullable().optional(),
    question,
    askedAt: askedAt.optional(),
    dueAt,
    public: shown.default(true),
  })
  .meta({
    id: 'NewReplyRequest',
    examples: [
      {
        name: 'Mara Lind',
        role: 'mayor',
        organisation: 'City of Harbour',
        channel: 'email',
        contact: 'press@harbour.example',
        question: 'On what figures does the sum of 41 million rest?',
        dueAt: '2099-11-23T17:00:00Z',
      },
    ],
  });

export const ReplyRequestChange = z
  .strictObject({
    name,
    role: role.nullable(),
    organisation: organisation.nullable(),
    channel,
    contact: contact.nullable(),
    question,
    askedAt,
    dueAt: dueAt.meta({ description: 'Another deadline; not once an answer is recorded.' }),
    public: shown,
    reason,
  })
  .partial()
  .meta({ id: 'ReplyRequestChange' });

/** Words are needed for an answer; a refusal may come without any. */
const answer = {
  outcome: z.enum(replyOutcomes).meta({ description: '`declined`: they would not comment.' }),
  text: words(50_000).nullable().default(null).meta({ description: 'What they said. Can be left out of a refusal.' }),
  verbatim: z.boolean().default(true).meta({ description: 'False: told in the newsroom’s words, not theirs.' }),
  channel: channel.meta({ description: 'How it came.' }),
  receivedAt: receivedAt.optional(),
};
const hasWords = ({ outcome, text }: { outcome: string; text: string | null }) =>
  outcome === 'declined' || text !== null;
const lacksWords = { path: ['text'], message: 'is needed: what did they say?' };

export const NewReplyAnswer = z.strictObject(answer).refine(hasWords, lacksWords).meta({ id: 'NewReplyAnswer' });
export const ReplyAnswerCorrection = z
  .strictObject({
    ...answer,
    receivedAt: receivedAt.optional().meta({ description: 'As recorded unless given.' }),
    reason,
  })
  .refine(hasWords, lacksWords)
  .meta({ id: 'ReplyAnswerCorrection', description: 'The whole answer, as it should read.' });
export const ReplyWithdrawal = z.strictObject({ reason }).meta({ id: 'ReplyWithdrawal' });

export const OfClaimQuery = listQuery({});
export const RepliesQuery = listQuery({
  state: z.enum(replyStates).optional(),
  askedBy: uuid.optional(),
  desk: words(100).optional(),
});

const Answered = z.object({
  outcome: z.enum(replyOutcomes),
  text: z.string().nullable(),
  verbatim: z.boolean(),
  channel,
  receivedAt: time,
  late: z.boolean().meta({ description: 'It came after the deadline.' }),
});

export const ReplyRequestView = z
  .object({
    id: uuid,
    claimId: uuid,
    name: z.string().nullable().meta({ description: 'Null once erased.' }),
    role: z.string().nullable(),
    organisation: z.string().nullable(),
    claimant: z
      .object({ kind: z.enum(claimantKinds), name: z.string().nullable(), role: z.string().nullable() })
      .nullable()
      .meta({ description: 'The claimant that it is, as it was called when they were asked.' }),
    channel,
    contact: z.string().nullable().meta({ description: 'Null, too, for those who need not know it.' }),
    question: z.string().nullable(),
    askedBy: z.object({ id: uuid, name: z.string().nullable() }),
    askedAt: time,
    dueAt: time,
    public: z.boolean(),
    state: z.enum(replyStates).meta({ description: '`no-answer`: the deadline has passed, and nothing came.' }),
    answer: Answered.nullable(),
    createdAt: time,
    withdrawn: z.object({ at: time, by: uuid, reason: z.string().nullable() }).nullable(),
    erasedAt: time.nullable(),
    mergedFrom: uuid.nullable().meta({ description: 'The claim that a merge brought it from.' }),
    concealed: z.boolean().meta({ description: 'Its asker’s alone until the blind round that they sit in closes.' }),
    version: z.number().int(),
  })
  .meta({ id: 'ReplyRequest' });

const Revision = z.object({
  revision: z.number().int().meta({ description: 'The version of the request that it made.' }),
  name: z.string().nullable(),
  role: z.string().nullable(),
  organisation: z.string().nullable(),
  channel,
  question: z.string().nullable(),
  askedAt: time,
  dueAt: time,
  public: z.boolean(),
  outcome: z.enum(replyOutcomes).nullable(),
  answer: z.string().nullable(),
  verbatim: z.boolean().nullable(),
  answeredAt: time.nullable(),
  answerChannel: channel.nullable(),
  reason: z.string().nullable(),
  at: time,
  by: uuid,
});
export const ReplyRevisions = z.object({ data: z.array(Revision) }).meta({ id: 'ReplyRevisions' });
