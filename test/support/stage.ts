import type { Desk } from './a-desk.js';
import { about, ASKED, type Body, CALENDAR, PAGE, SCALE, VERDICT } from './stage-bodies.js';
import type { Client } from './client.js';
import type { Door, Path } from './string-fields.js';

type Staff = 'ada' | 'omar' | 'eva';

/** A door as somebody finds it who will be let in: `back` is where what was sent can be read, null where nowhere. */
export interface Open {
  client: Client;
  path: string;
  body: Body;
  ifMatch?: string;
  back: ((reply: unknown) => string) | null;
}

interface Set {
  client?: Client;
  as?: Staff;
  path?: string;
  body?: Body;
  ifMatch?: string;
  back?: ((reply: { id: string }) => string) | null;
}

/** Sets the scene for every door that takes text: claims, people and pages as it needs them, new for each try. */
export class Stage {
  private count = 0;

  private constructor(
    private readonly desk: Desk<Staff>,
    private readonly live: { id: string },
  ) {}

  static async set(desk: Desk<Staff>): Promise<Stage> {
    return new Stage(desk, await Stage.published(desk));
  }

  /** Doors whose text is not kept: questions to the queue. */
  skips({ id }: Door): boolean {
    return id === 'takeNextClaim';
  }

  async for(door: Door, path: Path): Promise<Open> {
    const action = /^\/v1\/claims\/\{id\}\/actions\/(\w+)$/.exec(door.path)?.[1];
    const set = action ? await this.action(action) : await this.scene(door.id, path);
    return {
      client: set.client ?? this.desk.as(set.as ?? 'eva'),
      path: set.path ?? door.path,
      body: set.body ?? door.body,
      ifMatch: set.ifMatch,
      back: set.back === null ? null : ((set.back ?? (() => '/v1/me')) as (reply: unknown) => string),
    };
  }

  private static async published(desk: Desk<Staff>): Promise<{ id: string }> {
    const { id } = await desk.claim('eva', { accept: true });
    await desk.reviews('omar', { id });
    for (const action of ['signOff', 'publish']) await desk.does('eva', { id }, action);
    return { id };
  }

  private claim(more: object = {}): Promise<{ id: string }> {
    return this.desk.claim('eva', { text: `Claim number ${++this.count}.`, ...more });
  }

  private async made(path: string, body: object, wanted = 201): Promise<{ id: string; etag: string }> {
    const reply = (await this.desk.as('eva').post<{ id: string }>(path, body)).must(wanted);
    return { id: reply.body.id, etag: reply.headers.get('etag') ?? '' };
  }

  private async scene(door: string, [first, , third]: Path): Promise<Set> {
    const n = ++this.count;
    const name = `Somebody ${n}`;
    switch (door) {
      case 'createArticle':
        if (first === 'html') return { body: {}, back: null };
        if (first === 'text') return { body: {}, back: ({ id }) => `/v1/articles/${id}/text` };
        return { body: { text: `It rained ${n} times.` } };
      case 'createClaim':
        return { body: { text: `It rained ${n} times.`, ...about(first) } };
      case 'createClaims':
        return { body: { claims: [{ text: `It rained ${n} times.`, ...about(third) }] } };
      case 'editClaim':
        return { ...this.at('claims', await this.claim(), '"1"'), body: about(first) };
      case 'putDraft': {
        const { id } = await this.claim({ accept: true });
        await this.desk.does('omar', { id }, 'take');
        return { as: 'omar', path: `/v1/claims/${id}/draft`, body: {} };
      }
      case 'attachEvidence':
        return {
          path: `/v1/claims/${(await this.claim()).id}/evidence`,
          body: { kind: 'note', note: 'n', stance: 'context' },
        };
      case 'reviseEvidence':
      case 'withdrawEvidence': {
        const note = { kind: 'note', note: 'n', stance: 'context' };
        const { id, etag } = await this.made(`/v1/claims/${(await this.claim()).id}/evidence`, note);
        return this.at('evidence', { id }, etag, door === 'withdrawEvidence' ? '/withdraw' : '');
      }
      case 'postComment':
        return { path: `/v1/claims/${(await this.claim()).id}/comments`, body: { text: 't' } };
      case 'editComment':
      case 'withdrawComment': {
        const { id, etag } = await this.made(`/v1/claims/${(await this.claim()).id}/comments`, { text: 't' });
        const withdraws = door === 'withdrawComment';
        return {
          ...this.at('comments', { id }, etag, withdraws ? '/withdraw' : ''),
          body: withdraws ? {} : { text: 't' },
        };
      }
      case 'askForComment':
        return { path: `/v1/claims/${(await this.claim()).id}/reply-requests`, body: ASKED };
      case 'changeReplyRequest':
      case 'recordReply':
      case 'correctReply':
      case 'withdrawReplyRequest':
        return this.asked(door);
      case 'openDesk':
        return { body: { key: `desk-${n}`, name } };
      case 'changeDesk': {
        const { id, etag } = await this.made('/v1/desks', { key: `desk-${n}`, name });
        return this.at('desks', { id }, etag);
      }
      case 'closeDesk': {
        const { id, etag } = await this.made('/v1/desks', { key: `desk-${n}`, name });
        return { ...this.at('desks', { id }, etag, '/close'), back: null };
      }
      case 'setDeskChannel': {
        const { id } = await this.made('/v1/desks', { key: `desk-${n}`, name });
        const path = `/v1/desks/${id}/channel`;
        return { path, body: { url: 'http://127.0.0.1:9/hook' }, back: () => path };
      }
      case 'putDeskMember': {
        const { id } = await this.made('/v1/desks', { key: `desk-${n}`, name });
        const members = `/v1/desks/${id}/members`;
        return { path: `${members}/${this.desk.id('omar')}`, body: {}, back: () => members };
      }
      case 'addMachine':
        return {};
      case 'addRatingScale':
        return { body: SCALE };
      case 'addPerson':
        return { body: { name, roles: ['reader'] } };
      case 'changeMachine': {
        const { id, etag } = await this.made('/v1/machines', { name });
        return this.at('machines', { id }, etag);
      }
      case 'makeMachineToken':
        return {
          path: `/v1/machines/${(await this.made('/v1/machines', { name })).id}/tokens`,
          body: { name, scopes: ['claim.read'] },
        };
      case 'changePerson': {
        const { id, etag } = await this.made('/v1/people', { name, roles: ['reader'] });
        return this.at('people', { id }, etag);
      }
      case 'makePersonToken':
        return { path: `/v1/people/${this.desk.id('omar')}/tokens`, body: { name } };
      case 'changeNewsroom':
        return this.newNewsroom();
      case 'saveCalendar':
        return { ...(await this.newNewsroom('/v1/calendar')), body: CALENDAR, back: () => '/v1/calendar' };
      case 'saveRatingScale': {
        const { id, etag } = await this.made('/v1/rating-scales', SCALE);
        return { ...this.at('rating-scales', { id }, etag), body: SCALE };
      }
      case 'recordConflict': {
        const path = `/v1/people/${this.desk.id('omar')}/conflicts`;
        return { path, body: { kind: 'label', name: `topic ${n}`, reason: 'r' }, back: () => path };
      }
      case 'searchMatches':
        return { body: { text: `It rained ${n} times.` }, back: null };
      case 'createRecheck':
        return { body: { claimId: this.live.id, detail: 'd' } };
      case 'resolveRecheck': {
        const { id, etag } = await this.made('/v1/rechecks', { claimId: this.live.id, detail: 'd' });
        return this.at('rechecks', { id }, etag, '/resolve');
      }
      case 'createCapture':
        return this.capture(first);
      case 'createWebhookEndpoint':
        return { body: { url: 'http://127.0.0.1:9/hook', events: ['ping'] } };
      case 'changeWebhookEndpoint': {
        const { id, etag } = await this.made('/v1/webhook-endpoints', {
          url: 'http://127.0.0.1:9/hook',
          events: ['ping'],
        });
        return this.at('webhook-endpoints', { id }, etag);
      }
      case 'planAssignments': {
        const { id } = await this.claim({ accept: true });
        const body = { claims: [{ id }], ...(first === 'desk' ? {} : { people: [this.desk.id('omar')] }) };
        return { body, back: ({ id: plan }) => `/v1/assignments/plans/${plan}` };
      }
      case 'giveWorkBack': {
        const { id } = await this.made('/v1/people', { name, roles: ['reviewer'] });
        const held = await this.claim({ accept: true });
        await this.desk.does('eva', held, 'assign', { person: id });
        const history = () => `/v1/claims/${held.id}/history?limit=200`;
        return { path: `/v1/people/${id}/give-work-back`, body: {}, back: history };
      }
      case 'assignClaims':
        return this.bulk({ person: this.desk.id('omar') });
      case 'dismissClaims':
        return this.bulk({ reason: 'other' });
      default:
        throw new Error(`Nobody has set a scene for ${door}: its text is untried.`);
    }
  }

  /** A request for comment, answered where its answer is corrected. Why it was changed stands in its history. */
  private async asked(door: string): Promise<Set> {
    const { id, etag } = await this.made(`/v1/claims/${(await this.claim()).id}/reply-requests`, ASKED);
    const history = () => `/v1/reply-requests/${id}/revisions`;
    if (door === 'changeReplyRequest') return { ...this.at('reply-requests', { id }, etag), back: history };
    if (door === 'withdrawReplyRequest') return this.at('reply-requests', { id }, etag, '/withdraw');
    const body = { outcome: 'answered', text: 't', channel: 'email' };
    const open = { ...this.at('reply-requests', { id }, etag, '/answer'), body };
    if (door === 'recordReply') return open;
    const given = (await this.desk.as('eva').post(open.path as string, body, { ifMatch: etag })).must(200);
    return { ...open, body: { ...body, reason: 'r' }, ifMatch: given.etag, back: history };
  }

  /** One of its own, so that nobody else renames it meanwhile. */
  private async newNewsroom(path = '/v1/newsroom'): Promise<Set> {
    const client = (await this.desk.house.newsroom({ ada: 'admin' })).as('ada');
    return { client, ifMatch: (await client.get(path)).must(200).etag };
  }

  /** On the desk where two reviews are needed, which differ. */
  private async disputed(): Promise<{ id: string; as: Staff; body: Body }> {
    const { id } = await this.claim({ accept: true, desk: 'pairs' });
    for (const name of ['omar', 'eva'] as const) await this.desk.does(name, { id }, 'take');
    const note = await this.desk.notes('omar', { id });
    await this.desk.submits('omar', { id }, 'false', [note]);
    await this.desk.submits('eva', { id }, 'true', [note]);
    return { id, as: 'ada', body: { verdict: { ...VERDICT, evidenceIds: [note] } } };
  }

  private at(kind: string, { id }: { id: string }, ifMatch: string, rest = ''): Set {
    return { path: `/v1/${kind}/${id}${rest}`, body: {}, ifMatch };
  }

  private async capture(field: string | number | undefined): Promise<Set> {
    const link = { kind: 'link', url: PAGE, stance: 'context' };
    const path = `/v1/claims/${this.live.id}/evidence`;
    const reply = await this.desk.as('eva').post<{ source: { id: string } }>(path, link);
    const captures = `/v1/sources/${reply.must(201).body.source.id}/captures`;
    if (field === 'html') return { path: captures, body: {}, back: null };
    if (field === 'text') return { path: captures, body: {}, back: ({ id }) => `${captures}/${id}/raw` };
    return { path: captures, body: { text: 'The page says so.' } };
  }

  private async bulk(body: Body): Promise<Set> {
    const { id } = await this.claim({ accept: true });
    return { body: { claims: [{ id }], ...body }, back: () => `/v1/claims/${id}/history?limit=200` };
  }

  /** A claim in a state from which the action goes through. */
  private async action(action: string): Promise<Set> {
    const { id, as, body } = await this.before(action);
    // Why somebody steps back is personal: the log keeps it apart, and no list shows it.
    if (action === 'recuse') return { path: `/v1/claims/${id}/actions/recuse`, body: {}, ifMatch: '"1"', back: null };
    const history = () => `/v1/claims/${id}/history?limit=200`;
    const { version } = await this.desk.seen('eva', { id });
    const makes = action === 'correct' || action === 'publish';
    const factCheck = makes ? await this.desk.factCheck('eva', { id }) : undefined;
    const back = factCheck ? () => `/v1/fact-checks/${factCheck.id}/versions/2` : history;
    return { as, path: `/v1/claims/${id}/actions/${action}`, body: body ?? {}, ifMatch: `"${version}"`, back };
  }

  private async before(action: string): Promise<{ id: string; as?: Staff; body?: Body }> {
    const { desk } = this;
    if (action === 'dismiss') return { ...(await this.claim()), body: { reason: 'other' } };
    if (action === 'merge') return { ...(await this.claim()), body: { target: this.live.id } };
    if (action === 'assign') return { ...(await this.claim()), body: { person: desk.id('omar') } };
    if (action === 'recuse') return this.claim();
    if (action === 'adjudicate') return this.disputed();
    if (['correct', 'publish', 'retract', 'reopen', 'uphold'].includes(action)) {
      const { id } = await Stage.published(desk);
      if (['uphold', 'publish'].includes(action)) await desk.does('eva', { id }, 'reopen', { reason: 'r' });
      if (action === 'publish') {
        await desk.reviews('omar', { id });
        await desk.does('eva', { id }, 'signOff');
        return { id, body: { correction: { type: 'fact', notice: 'n' } } };
      }
      return { id, body: action === 'correct' ? { type: 'fact', notice: 'n' } : {} };
    }
    const { id } = await this.claim({ accept: true });
    if (action === 'unmerge') return { id: (await desk.does('eva', { id }, 'merge', { target: this.live.id })).id };
    await desk.does('omar', { id }, 'take');
    if (action === 'release') return { id, as: 'omar' };
    const note = await desk.notes('omar', { id });
    await desk.submits('omar', { id }, 'false', [note]);
    if (action === 'amend') return { id, as: 'omar', body: { verdict: { ...VERDICT, evidenceIds: [note] } } };
    return { id };
  }
}
