import fc from 'fast-check';
import { ClaimStore, ClaimsModule, type Claim, type ClaimSort, type NewClaim } from '#claims';
import type { Tx } from '#database';
import { EvidenceModule, EvidenceService } from '#evidence';
import {
  Authenticator,
  machineScopes,
  Policies,
  systemActor,
  Tokens,
  type Actor,
  type PolicyBody,
  type Role,
} from '#newsroom';
import { Problem } from '#problems';
import { ConflictStore, DraftStore, ReviewsModule, SituationStore } from '#reviews';
import {
  actions,
  openStates,
  PossibleClaims,
  table,
  Workflow,
  WorkflowModule,
  type Action,
  type AvailableAction,
  type State,
} from '#workflow';
import { aNewsroom, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { chosen, inputOf, randomPerson, randomPolicy, randomTries, type Try } from '../support/random-work.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

let db: TestDatabase;
let ground: Ground;
/** How far the clock was moved, in all worlds. */
let hours = 0;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, ReviewsModule, EvidenceModule, WorkflowModule]);
});
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

const DESKS = ['city', 'sport'];
const STAFF = ['ann', 'bo', 'cy', 'di', 'ed', 'flo'] as const;
/** Of the others the role is random. */
const ROLES: (Role | undefined)[] = ['editor', 'reviewer', 'editor', 'reviewer', 'editor'];
type Name = (typeof STAFF)[number];

/** What the asking has seen in all worlds: how often somebody could do it, and how often somebody could not. */
const seen = new Map(actions.map((action) => [action, { allowed: 0, refused: 0 }]));

/** One newsroom that works at random, on a database: claims, people, and all who may ask. */
class World {
  private readonly notes = new Map<string, string>();
  private turn = 0;

  private constructor(
    private readonly room: TestNewsroom<Name | 'bot'>,
    private readonly askers: Actor[],
    private readonly ids: string[],
  ) {}

  static async open(
    staff: { role: string; capacity: number; conflicted: boolean }[],
    policy: object,
    traits: Trait[],
  ): Promise<World> {
    const posts = Object.fromEntries(
      STAFF.map((name, at) => {
        const { role: any, capacity } = staff[at]!;
        const role = ROLES[at] ?? any;
        const desks = DESKS.filter((_, desk) => (at + desk) % 3 > 0);
        return [name, { role, capacity: at < 4 ? capacity + 2 : capacity, desks }];
      }),
    );
    const bot = { machine: [...machineScopes] };
    const desks = { sport: { signOffsRequired: 0 } };
    const whole = { minEvidence: 0, ...policy, desks } as Partial<PolicyBody>;
    const room = await aNewsroom(ground, { ...posts, bot } as Parameters<typeof aNewsroom<Name | 'bot'>>[1], {
      policy: whole,
      desks: DESKS,
    });
    const askers = [...Object.values(room.of).map(({ actor }) => actor), await throughAnApplication(room)];
    const ids: string[] = [];
    for (const [at, { desk, dull, due }] of traits.entries()) {
      const given: NewClaim = {
        text: `Claim ${at}.`,
        desk: DESKS[desk] ?? null,
        labels: at % 3 === 0 ? ['harbour'] : [],
        dueAt: due ? `2027-01-0${1 + (at % 5)}T00:00:00Z` : null,
        appearances: dull ? [] : [{ claimant: { kind: 'person', name: 'Mara Lind' }, url: 'https://news.example/a' }],
      };
      ids.push(
        (await ground.database.write(room.id, (tx) => ground.get(ClaimStore).insert(tx, room.of.ann.actor, given))).id,
      );
    }
    const world = new World(room, askers, ids);
    for (const [at, { until, end }] of traits.entries()) await world.goes(at, until, end);
    for (const [at, { conflicted }] of staff.entries()) if (conflicted && at % 3 === 2) await world.conflicts(at);
    return world;
  }

  /** On its way to the public until it gets there, and then to `end`, each step by the first who may. */
  private async goes(at: number, until: State, end: Action | null): Promise<void> {
    const id = this.ids[at] as string;
    for (let step = 0; step < 9; step++) {
      const [claim] = await db.sql<{ state: State }>('SELECT state FROM claim WHERE id = $1', [id]);
      if (claim?.state === until) break;
      await this.steps(at, step, until === 'disputed', ON);
    }
    if (end !== null) await this.steps(at, 0, false, [end]);
  }

  private async steps(at: number, step: number, split: boolean, preferred: Action[]): Promise<void> {
    for (const who of STAFF.keys()) {
      const rating = split && (who + step + at) % 2 ? 'true' : 'false';
      const one = { who: who + step + at, other: at + 1, claim: 0, rating, flag: false, offered: 1 } as const;
      const pick = (offers: readonly AvailableAction[]) =>
        preferred.find((action) => offers.some((offer) => offer.action === action && offer.allowed));
      if (await this.acts({ ...one, action: 'accept' }, this.ids[at] as string, pick)) return;
    }
  }

  async tries(one: Try): Promise<void> {
    const claimId = this.ids[(one.claim + one.other) % this.ids.length] as string;
    await this.acts(one, claimId, (offers) => chosen(one, () => offers));
  }

  /** Whether it was done. */
  private async acts(
    one: Try,
    claimId: string,
    pick: (offers: readonly AvailableAction[]) => Action | undefined,
  ): Promise<boolean> {
    const actor = this.room.of[STAFF[one.who % STAFF.length] as Name].actor;
    const person = this.room.of[STAFF[one.other % STAFF.length] as Name].id;
    const evidenceIds = [await this.note(claimId)];
    const written = { rating: one.rating, summary: one.flag || one.offered ? 's' : ' ', explanation: 'e', evidenceIds };
    try {
      return await this.write(async (tx) => {
        const claim = (await ground.get(ClaimStore).byId(tx, claimId)) as Claim;
        const { round, seats } = await ground.get(SituationStore).of(tx, claimId);
        if (seats.some((seat) => seat.personId === actor.id) && round?.status === 'open')
          await ground.get(DraftStore).save(tx, claimId, actor.id as string, written);
        const workflow = ground.get(Workflow);
        const action = pick(await workflow.available(tx, actor, claim, await workflow.look(tx, actor, claimId)));
        if (action === undefined) return false;
        const named = {
          ...{ person, lead: seats[0]?.personId, target: this.ids[one.other % this.ids.length] as string, evidenceIds },
          ...{ review: seats[one.other % 2]?.review?.id ?? claimId, isPublic: claim.publication !== 'none' },
        };
        const asActor = action === 'expire' ? systemActor(this.room.id) : actor;
        await workflow.perform(tx, asActor, claimId, action, inputOf({ ...one, action }, named) as never);
        return true;
      });
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  /** Something around the claims changes. */
  async turns(): Promise<void> {
    const [first, second] = this.ids as [string, string];
    const turns = [
      () => this.write((tx) => votesFromNowOn(tx, this.room.of.ann.actor)),
      () => db.shiftClock(`${(hours += 9)} hours`),
      () =>
        this.write((tx) =>
          tx.run(`UPDATE desk_member SET capacity = 1 WHERE newsroom = $1 AND desk = 'city'`, [tx.newsroom]),
        ),
      () => this.conflicts(1),
      () => db.shiftClock(`${(hours += 9)} hours`),
      () =>
        db.sql('UPDATE evidence SET withdrawn_at = app.now(), withdrawn_reason = $2 WHERE claim_id = $1', [
          second,
          'r',
        ]),
      () =>
        db.sql(`UPDATE claim SET publish_at = app.now() + interval '1 hour' WHERE id = $1 AND state = 'approved'`, [
          first,
        ]),
    ];
    await turns[this.turn++ % turns.length]?.();
  }

  /** Everybody asks for everything; what each list holds, and in which order, is what each claim would say. */
  async asks(): Promise<void> {
    await ground.database.read(this.room.id, async (tx) => {
      const claims = await ground.get(ClaimStore).byIds(tx, this.ids);
      for (const [at, actor] of this.askers.entries()) {
        const workflow = ground.get(Workflow);
        const offers = await Promise.all(
          claims.map(async (claim) => workflow.available(tx, actor, claim, await workflow.look(tx, actor, claim.id))),
        );
        await Promise.all(
          actions.map(async (action, index) => {
            const fit = claims.filter((_, n) => offers[n]!.some((one) => one.action === action && one.allowed));
            const tally = seen.get(action)!;
            tally.allowed += fit.length;
            tally.refused += claims.filter(({ state }) => state in table[action].moves).length - fit.length;
            const how = lists[(at + index + this.turn) % lists.length] as (typeof lists)[number];
            const wanted = inOrder(how.desk ? fit.filter(({ desk }) => desk === how.desk) : fit, how.sort);
            expect({ who: actor.name, action, ...how, found: await pages(actor, action, how) }).toEqual({
              ...{ who: actor.name, action, ...how, found: wanted.map(({ text }) => text) },
            });
          }),
        );
      }
      async function pages(actor: Actor, action: Action, { sort, limit, desk }: (typeof lists)[number]) {
        const found: string[] = [];
        let after: readonly [string, string] | null | undefined;
        do {
          const page = { sort, limit, after: after ?? undefined };
          const { claims: some, next } = await ground.get(PossibleClaims).page(tx, actor, action, { desk }, page);
          expect(some.length === limit || next === null).toBe(true);
          found.push(...some.map(({ text }) => text));
          after = next;
        } while (after !== null);
        return found;
      }
    });
  }

  private write<T>(work: Parameters<typeof ground.database.write<T>>[1]): Promise<T> {
    return ground.database.write(this.room.id, work);
  }

  private async note(claimId: string): Promise<string> {
    const known = this.notes.get(claimId);
    if (known !== undefined) return known;
    const { actor } = this.room.of.ann;
    const given = { kind: 'note', stance: 'refutes', note: 'The account.', visibility: 'public' } as const;
    const { id } = await this.write((tx) => ground.get(EvidenceService).attach(tx, actor, claimId, given));
    this.notes.set(claimId, id);
    return id;
  }

  private async conflicts(who: number): Promise<void> {
    const { id } = this.room.of[STAFF[who] as Name];
    const given = { kind: 'label', name: 'Harbour', reason: 'r' } as const;
    await this.write(async (tx) => {
      const store = ground.get(ConflictStore);
      if (!(await store.standing(tx, id, given))) await store.insert(tx, id, null, given);
    });
  }
}

const lists: { sort: ClaimSort; limit: number; desk?: string }[] = [
  { sort: '-created', limit: 100 },
  { sort: 'created', limit: 2 },
  { sort: 'due', limit: 100 },
  { sort: '-created', limit: 1, desk: 'city' },
  { sort: 'due', limit: 2, desk: 'sport' },
];

/** The policy asks for votes where it asked for none, and the other way round; rounds that are open keep theirs. */
async function votesFromNowOn(tx: Tx, by: Actor): Promise<void> {
  const policies = ground.get(Policies);
  const { version, body } = await policies.whole(tx);
  await policies.save(tx, by, version, { ...body, signOffsRequired: body.signOffsRequired === 0 ? 2 : 0 });
}

/** Ed once more, by a program that may do less. */
async function throughAnApplication(room: TestNewsroom<Name | 'bot'>): Promise<Actor> {
  const { actor, id } = room.of.ed;
  const scopes = [...actor.permissions].filter((one) => one !== 'claim.assign' && one !== 'claim.publish');
  const made = await ground.database.write(room.id, (tx) =>
    ground.get(Tokens).forPerson(tx, actor, id, { name: 'second', application: 'Desk app', scopes }),
  );
  return ground.get(Authenticator).authenticate(made.secret);
}

function inOrder(claims: Claim[], sort: ClaimSort): Claim[] {
  const time = (claim: Claim) => (sort === 'due' ? claim.dueAt : claim.createdAt)?.getTime() ?? 0;
  const open = ['proposed', 'queued', 'in_review', 'disputed', 'in_signoff', 'approved'];
  const some = sort === 'due' ? claims.filter(({ state, dueAt }) => dueAt !== null && open.includes(state)) : claims;
  const sorted = [...some].sort((one, other) => time(one) - time(other) || (one.id < other.id ? -1 : 1));
  return sort === '-created' ? sorted.reverse() : sorted;
}

interface Trait {
  desk: number;
  /** Nobody is known to have said it: its markup would not be valid. */
  dull: boolean;
  due: boolean;
  until: State;
  end: Action | null;
}

const ON: Action[] = ['accept', 'take', 'submit', 'adjudicate', 'signOff', 'publish'];
const trait: fc.Arbitrary<Trait> = fc.record({
  desk: fc.nat(2),
  dull: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  due: fc.boolean(),
  until: fc.constantFrom<State>(...openStates, 'disputed', 'in_signoff', 'approved', 'published'),
  end: fc.constantFrom<Action | null>(
    null,
    null,
    'take',
    'take',
    'merge',
    'reopen',
    'retract',
    'requestChanges',
    'dissent',
  ),
});

describe('What somebody could do, asked of all claims at once', () => {
  it('is what each claim would answer them, for every action and everybody, whatever random people did before', async () => {
    const staff = fc.array(randomPerson, { minLength: STAFF.length, maxLength: STAFF.length });
    const claims = fc.array(trait, { minLength: 6, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(staff, randomPolicy, claims, randomTries, async (people, policy, traits, given) => {
        const world = await World.open(people, policy, traits);
        for (let round = 0; round < 3; round++) {
          await world.asks();
          for (const one of given.slice(round * 12, (round + 1) * 12)) await world.tries(one);
          await world.turns();
          await world.turns();
        }
        await world.asks();
      }),
      { numRuns: 5, seed: 20261122, endOnFailure: true },
    );
    for (const [action, { allowed, refused }] of seen) {
      expect([action, action === 'expire' || allowed > 0]).toEqual([action, true]);
      expect([action, action === 'unmerge' || refused > 0]).toEqual([action, true]);
    }
  });
});
