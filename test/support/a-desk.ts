import { aNewsroom, type Post, type TestNewsroom } from './a-newsroom.js';
import type { Client, Reply } from './client.js';
import { openGround, type Ground } from './ground.js';
import { TestApp } from './test-app.js';
import { aDatabase, type TestDatabase } from './test-database.js';

type Policy = NonNullable<NonNullable<Parameters<typeof aNewsroom>[2]>['policy']>;

/** A claim as the API shows it; only what the journeys ask for. */
export interface ClaimBody {
  id: string;
  version: number;
  text: string;
  state: string;
  publication: string;
  underReview: boolean;
  mergedInto: string | null;
  publishAt: string | null;
  spans: { start: number; end: number }[];
  checkworthiness: { score: number; reasons: unknown[] } | null;
  appearances: { id: string; stance: string; claimant: { kind: string; name: string | null } }[];
  assignments: { person: string; kind: string; leaseExpiresAt: string | null; submitted: boolean }[];
  round: { number: number; openSeats: number; signOffsRequired: number } | null;
  verdict: {
    rating: string;
    authors: string[];
    votes: { person: string; vote: string; reason: string | null }[];
  } | null;
  availableActions: {
    action: string;
    allowed: boolean;
    reasons: { code: string }[];
    warnings?: { code: string; ratings: string[] }[];
  }[];
}

export interface ProblemBody {
  type: string;
  status: number;
  code: string;
  reasons?: { code: string }[];
  errors?: { pointer: string; code: string; detail: string }[];
}

export interface FactCheckBody {
  id: string;
  url: string;
  publication: string;
  number: number;
  rating: string;
}

export interface HistoryBody {
  type: string;
  action: string | null;
  actor: { kind: string; id: string | null };
}

/** The product, running: its processes on a database of their own, and newsrooms that open in it. */
export class House {
  private constructor(
    readonly db: TestDatabase,
    readonly ground: Ground,
    readonly app: TestApp,
  ) {}

  static async open(processes: Parameters<typeof TestApp.start>[1] = {}): Promise<House> {
    const db = await aDatabase();
    const ground = await openGround(db);
    try {
      return new House(db, ground, await TestApp.start(db, processes));
    } catch (error) {
      await ground.close();
      await db.drop();
      throw error;
    }
  }

  async newsroom<N extends string>(staff: Record<N, Post>, policy: Policy = {}): Promise<Desk<N>> {
    return new Desk(this, await aNewsroom(this.ground, staff, { policy }));
  }

  async close(): Promise<void> {
    await this.app.stop();
    await this.ground.close();
    await this.db.drop();
  }
}

/** One newsroom at work over HTTP: what people do with a claim, in few words. */
export class Desk<N extends string> {
  constructor(
    readonly house: House,
    readonly room: TestNewsroom<N>,
  ) {}

  /** Somebody, at the api process of that number; the processes take turns where it is given as a running number. */
  as(name: N, at = 0): Client {
    const apis = this.house.app.of('api');
    const { url } = apis[at % apis.length] as { url: string };
    return this.house.app.as(this.room.of[name].token).at(url);
  }

  id(name: N): string {
    return this.room.of[name].id;
  }

  async claim(name: N, given: object = {}): Promise<ClaimBody> {
    const appearances = [
      {
        claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
        url: 'https://news.example/bridge',
        saidAt: '2026-11-01T10:00:00Z',
      },
    ];
    const text = 'The harbour bridge cost 41 million.';
    return (await this.as(name).post<ClaimBody>('/v1/claims', { text, appearances, ...given })).must(201).body;
  }

  async seen(name: N, { id }: { id: string }): Promise<ClaimBody> {
    return (await this.as(name).get<ClaimBody>(`/v1/claims/${id}`)).must(200).body;
  }

  /** One try, with the version given, or the one that a look at the claim gives. */
  async tries(name: N, claim: { id: string; version?: number }, action: string, body: object = {}, at = 0) {
    const version = claim.version ?? (await this.seen(name, claim)).version;
    const path = `/v1/claims/${claim.id}/actions/${action}`;
    return this.as(name, at).post<ClaimBody>(path, body, { ifMatch: `"${version}"` });
  }

  /** As the claim is now; it has to work. */
  async does(name: N, { id }: { id: string }, action: string, body: object = {}): Promise<ClaimBody> {
    return (await this.tries(name, { id }, action, body)).must(200).body;
  }

  /** As the claim is now; it has to be refused. Gives the code of the refusal. */
  async refused(name: N, { id }: { id: string }, action: string, body: object = {}): Promise<string> {
    const reply = (await this.tries(name, { id }, action, body)) as unknown as Reply<ProblemBody>;
    if (reply.status < 400) throw new Error(`${reply.request} was to be refused: ${reply.text}`);
    return reply.body.code;
  }

  /** A note that everybody may read. */
  async notes(name: N, { id }: { id: string }, note = 'The final account shows 63 million.'): Promise<string> {
    const given = { kind: 'note', stance: 'refutes', visibility: 'public', note };
    return (await this.as(name).post<{ id: string }>(`/v1/claims/${id}/evidence`, given)).must(201).body.id;
  }

  /** Saves a draft over the one that was there; gives its ETag. */
  async drafts(name: N, { id }: { id: string }, rating = 'false', evidenceIds?: string[]): Promise<string> {
    const cited = evidenceIds ?? [await this.notes(name, { id })];
    const path = `/v1/claims/${id}/draft`;
    const had = await this.as(name).get(path);
    const draft = {
      rating,
      summary: 'It cost 63 million.',
      explanation: 'So the account says.',
      evidenceIds: cited,
    };
    return (await this.as(name).put(path, draft, had.status === 200 ? { ifMatch: had.etag } : {})).must(200).etag;
  }

  async submits(name: N, { id }: { id: string }, rating = 'false', evidenceIds?: string[]): Promise<ClaimBody> {
    const ifMatch = await this.drafts(name, { id }, rating, evidenceIds);
    const path = `/v1/claims/${id}/actions/submit`;
    return (await this.as(name).post<ClaimBody>(path, {}, { ifMatch })).must(200).body;
  }

  /** Taken, drafted and handed in. */
  async reviews(name: N, claim: { id: string }, rating = 'false'): Promise<ClaimBody> {
    await this.does(name, claim, 'take');
    return this.submits(name, claim, rating);
  }

  async factCheck(name: N, { id }: { id: string }): Promise<FactCheckBody> {
    const list = await this.as(name).get<{ data: FactCheckBody[] }>(`/v1/fact-checks?claimId=${id}`);
    const [found] = list.must(200).body.data;
    if (!found) throw new Error('There is no fact-check of this claim.');
    return found;
  }

  /** An address of the world's on the api under test; anybody's, without a token. */
  reader(address: string): Promise<Reply<Record<string, unknown>>> {
    const path = address.startsWith('/') ? address : new URL(address).pathname;
    return this.house.app.as().get(path);
  }

  public(rest: string): Promise<Reply<Record<string, unknown>>> {
    return this.reader(`/public/${this.room.slug}/${rest}`);
  }

  /** Actions in the history of a claim, oldest first; events where a row has no action. */
  async history(name: N, { id }: { id: string }): Promise<HistoryBody[]> {
    const path = `/v1/claims/${id}/history?limit=200`;
    return (await this.as(name).get<{ data: HistoryBody[] }>(path)).must(200).body.data;
  }
}
