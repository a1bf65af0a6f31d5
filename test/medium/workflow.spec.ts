import { ClaimStore, ClaimsModule, type Claim, type NewClaim } from '#claims';
import { EvidenceModule, EvidenceService } from '#evidence';
import { DraftStore, ReviewsModule, ReviewStore, SituationStore } from '#reviews';
import { Workflow, WorkflowModule, type Action, type InputOf } from '#workflow';
import { aNewsroom, type Colleague, type TestNewsroom } from '../support/a-newsroom.js';
import { openGround, type Ground } from '../support/ground.js';
import { aDatabase, type TestDatabase } from '../support/test-database.js';

type Staff = 'rosa' | 'bo' | 'eva' | 'ada';

let db: TestDatabase;
let ground: Ground;

beforeAll(async () => {
  db = await aDatabase();
  ground = await openGround(db, [ClaimsModule, ReviewsModule, EvidenceModule, WorkflowModule]);
});
afterAll(async () => {
  await ground?.close();
  await db?.drop();
});

/** One newsroom at work on claims: what people do, in few words. */
class Desk {
  constructor(readonly room: TestNewsroom<Staff>) {}

  static async open(policy: Parameters<typeof aNewsroom>[2] = {}): Promise<Desk> {
    const staff = { rosa: 'reviewer', bo: 'reviewer', eva: 'editor', ada: 'admin' } as const;
    return new Desk(await aNewsroom(ground, staff, policy));
  }

  who(name: Staff): Colleague {
    return this.room.of[name];
  }

  write<T>(work: Parameters<typeof ground.database.write<T>>[1]): Promise<T> {
    return ground.database.write(this.room.id, work);
  }

  claim(given: Partial<NewClaim> = {}): Promise<Claim> {
    const appearances: NewClaim['appearances'] = [
      {
        claimant: { kind: 'person', name: 'Mara Lind', role: 'mayor' },
        url: 'https://news.example/bridge',
        saidAt: '2026-11-01T10:00:00Z',
      },
    ];
    const text = 'The harbour bridge cost 41 million.';
    return this.write((tx) =>
      ground.get(ClaimStore).insert(tx, this.who('eva').actor, { text, appearances, ...given }),
    );
  }

  async does<A extends Action>(name: Staff, claim: Claim, action: A, input: InputOf<A>, seen?: number): Promise<Claim> {
    const done = await this.write((tx) =>
      ground.get(Workflow).perform(tx, this.who(name).actor, claim.id, action, input, seen),
    );
    return done.claim;
  }

  /** Evidence and a draft, as somebody would hand it in. */
  async writes(name: Staff, claim: Claim, rating = 'false'): Promise<void> {
    const { actor, id } = this.who(name);
    await this.write(async (tx) => {
      const evidence = await ground.get(EvidenceService).attach(tx, actor, claim.id, {
        kind: 'note',
        stance: 'refutes',
        note: 'The final account of the council shows 63 million.',
        visibility: 'public',
      });
      const text = { rating, summary: 'It cost 63 million.', explanation: `As ${name} read the account.` };
      await ground.get(DraftStore).save(tx, claim.id, id, { ...text, evidenceIds: [evidence.id] });
    });
  }

  async reviewed(claim: Claim, name: Staff = 'rosa', rating = 'false'): Promise<Claim> {
    const taken = await this.does(name, claim, 'take', {});
    await this.writes(name, taken, rating);
    return this.does(name, taken, 'submit', {});
  }

  async published(): Promise<Claim> {
    const queued = await this.does('eva', await this.claim(), 'accept', {});
    const waiting = await this.reviewed(queued);
    return this.does('eva', await this.does('eva', waiting, 'signOff', {}), 'publish', {});
  }

  situation(claim: Claim) {
    return this.write((tx) => ground.get(SituationStore).of(tx, claim.id));
  }

  async allowed(name: Staff, claim: Claim): Promise<string[]> {
    const answers = await this.write(async (tx) => {
      const now = (await ground.get(ClaimStore).byId(tx, claim.id)) as Claim;
      const workflow = ground.get(Workflow);
      const { actor } = this.who(name);
      return workflow.available(tx, actor, now, await workflow.look(tx, actor, now.id));
    });
    return answers.filter(({ allowed }) => allowed).map(({ action }) => action);
  }

  events(claim: Claim): Promise<string[]> {
    return db
      .sql<{ type: string }>('SELECT type FROM log WHERE claim_id = $1 ORDER BY position', [claim.id])
      .then((rows) => rows.map(({ type }) => type));
  }
}

const code = (code: string) => expect.objectContaining({ code });

describe('A claim walks from the desk to the public', () => {
  it('accepted, taken, reviewed, signed off by another, published, each step one row in the log', async () => {
    const desk = await Desk.open();
    const claim = await desk.claim();
    expect(claim).toMatchObject({ state: 'proposed', publication: 'none', version: 1, openSeats: 0 });
    const queued = await desk.does('eva', claim, 'accept', {}, 1);
    expect(queued).toMatchObject({ state: 'queued', version: 2, openSeats: 1 });
    expect(queued.dueAt!.getTime()).toBeGreaterThan(Date.now());
    const taken = await desk.does('rosa', queued, 'take', {}, 2);
    expect(taken).toMatchObject({ state: 'in_review', openSeats: 0 });
    await expect(desk.does('bo', taken, 'take', {})).rejects.toEqual(code('claim.no-open-seat'));
    await expect(desk.does('rosa', taken, 'submit', {})).rejects.toEqual(code('claim.draft-missing'));
    await desk.writes('rosa', taken);
    expect(await desk.allowed('rosa', taken)).toEqual(['release', 'submit', 'recuse']);
    const waiting = await desk.does('rosa', taken, 'submit', {}, 1);
    expect(waiting.state).toBe('in_signoff');
    await expect(desk.does('rosa', waiting, 'signOff', {})).rejects.toEqual(code('permission.missing'));
    const approved = await desk.does('eva', waiting, 'signOff', {}, waiting.version);
    expect(approved.state).toBe('approved');
    const published = await desk.does('eva', approved, 'publish', {}, approved.version);
    expect(published).toMatchObject({ state: 'published', publication: 'live' });
    expect(await desk.events(claim)).toEqual([
      'claim.proposed',
      'claim.queued',
      'claim.assigned',
      'evidence.attached',
      'review.submitted',
      'round.closed',
      'verdict.ready-for-signoff',
      'verdict.signed-off',
      'verdict.approved',
      'factcheck.published',
    ]);
  });

  it('where no vote is required, and nobody is recorded as approving', async () => {
    const desk = await Desk.open({ policy: { signOffsRequired: 0 } });
    const queued = await desk.does('ada', await desk.claim(), 'accept', {});
    const approved = await desk.reviewed(queued, 'ada');
    expect(approved.state).toBe('approved');
    expect((await desk.situation(approved)).votes).toEqual([]);
    expect((await desk.does('ada', approved, 'publish', {})).publication).toBe('live');
  });

  it('where two votes are required, one of them changed on the way', async () => {
    const desk = await Desk.open({ policy: { signOffsRequired: 2 } });
    const waiting = await desk.reviewed(await desk.does('eva', await desk.claim(), 'accept', {}));
    const against = await desk.does('eva', waiting, 'dissent', { reason: 'The account is from 2019.' });
    const one = await desk.does('ada', against, 'signOff', {});
    expect(one.state).toBe('in_signoff');
    await expect(desk.does('ada', one, 'signOff', {})).rejects.toEqual(code('claim.already-voted'));
    expect((await desk.does('eva', one, 'signOff', {})).state).toBe('approved');
    const votes = await db.sql('SELECT vote, lapsed_at FROM vote WHERE claim_id = $1 ORDER BY at', [waiting.id]);
    expect(votes).toHaveLength(3);
  });

  it('and an admin who reviewed it cannot sign it off', async () => {
    const desk = await Desk.open();
    const waiting = await desk.reviewed(await desk.does('eva', await desk.claim(), 'accept', {}), 'ada');
    await expect(desk.does('ada', waiting, 'signOff', {})).rejects.toEqual(code('claim.not-your-own-verdict'));
    await expect(desk.does('ada', waiting, 'dissent', { reason: 'r' })).rejects.toEqual(
      code('claim.not-your-own-verdict'),
    );
    await expect(
      db.sql(
        `INSERT INTO vote (newsroom, id, verdict_id, claim_id, person_id, vote)
         SELECT newsroom, gen_random_uuid(), id, claim_id, authors[1], 'signOff' FROM verdict WHERE claim_id = $1`,
        [waiting.id],
      ),
    ).rejects.toThrow('an author does not vote on their own verdict');
  });
});

describe('What is public', () => {
  it('is corrected, reopened, reviewed anew and published as the next version with its notice', async () => {
    const desk = await Desk.open();
    const live = await desk.published();
    const corrected = await desk.does('eva', live, 'correct', {
      type: 'wording',
      notice: 'A name was misspelt.',
      wording: 'The Harbour Bridge cost 41 million.',
    });
    expect(corrected).toMatchObject({ state: 'published', wording: 'The Harbour Bridge cost 41 million.' });
    const reopened = await desk.does('eva', corrected, 'reopen', { reason: 'The account was amended.' });
    expect(reopened).toMatchObject({ state: 'queued', publication: 'live', openSeats: 1 });
    await expect(desk.does('eva', reopened, 'dismiss', { reason: 'other' })).rejects.toEqual(code('claim.live'));
    const approved = await desk.does('eva', await desk.reviewed(reopened, 'bo', 'mostly-true'), 'signOff', {});
    await expect(desk.does('eva', approved, 'publish', {})).rejects.toEqual(code('claim.correction-required'));
    const correction = { type: 'rating', notice: 'The account of 2026 shows 41 million.' } as const;
    const again = await desk.does('eva', approved, 'publish', { correction });
    expect(again).toMatchObject({ state: 'published', publication: 'live' });
    const versions = await db.sql(
      'SELECT number, rating_key, correction_type FROM fact_check_version WHERE claim_id = $1 ORDER BY number',
      [live.id],
    );
    expect(versions).toEqual([
      { number: 1, rating_key: 'false', correction_type: null },
      { number: 2, rating_key: 'false', correction_type: 'wording' },
      { number: 3, rating_key: 'mostly-true', correction_type: 'rating' },
    ]);
  });

  it('is upheld by an editor who did not write it', async () => {
    const desk = await Desk.open();
    const reopened = await desk.does('eva', await desk.published(), 'reopen', { reason: 'A reader wrote.' });
    const taken = await desk.does('bo', reopened, 'take', {});
    const upheld = await desk.does('eva', taken, 'uphold', { reason: 'The reader was mistaken.' });
    expect(upheld).toMatchObject({ state: 'published', publication: 'live', openSeats: 0 });
    expect((await desk.situation(upheld)).round).toMatchObject({ number: 2, status: 'abandoned' });
  });

  it('is retracted in any state, and can then be put away', async () => {
    const desk = await Desk.open();
    const live = await desk.published();
    const reopened = await desk.does('eva', live, 'reopen', { reason: 'r' });
    const withdrawn = await desk.does('eva', reopened, 'retract', { reason: 'The recording was staged.' });
    expect(withdrawn).toMatchObject({ state: 'queued', publication: 'retracted' });
    expect(await desk.does('eva', withdrawn, 'dismiss', { reason: 'other' })).toMatchObject({ state: 'dismissed' });
    const other = await desk.does('eva', await desk.published(), 'retract', { reason: 'r' });
    expect(other).toMatchObject({ state: 'retracted', publication: 'retracted' });
  });

  it('waits for its hour, and leaving approved clears it', async () => {
    const desk = await Desk.open();
    const waiting = await desk.reviewed(await desk.does('eva', await desk.claim(), 'accept', {}));
    const approved = await desk.does('eva', waiting, 'signOff', {});
    const set = await desk.does('eva', approved, 'publish', { at: '2099-01-01T06:00:00Z' });
    expect(set).toMatchObject({ state: 'approved', publishAt: new Date('2099-01-01T06:00:00Z'), publishDue: false });
    const amended = await desk.does('rosa', set, 'amend', {
      verdict: {
        rating: 'mostly-false',
        summary: 's',
        explanation: 'e',
        evidenceIds: (await desk.situation(set)).verdict!.evidenceIds,
      },
    });
    expect(amended).toMatchObject({ state: 'in_signoff', publishAt: null });
    expect((await desk.situation(amended)).votes).toEqual([]);
  });
});

describe('Work changes hands', () => {
  it('released, assigned, handed over with its draft, and sent back to its author for changes', async () => {
    const desk = await Desk.open();
    const queued = await desk.does('eva', await desk.claim(), 'accept', {});
    const taken = await desk.does('rosa', queued, 'take', {});
    await desk.writes('rosa', taken);
    const released = await desk.does('rosa', taken, 'release', { reason: 'No time.' });
    expect(released).toMatchObject({ state: 'queued', openSeats: 1 });
    const given = await desk.does('eva', released, 'assign', {
      person: desk.who('rosa').id,
      message: 'Please finish it.',
    });
    const handed = await desk.does('eva', given, 'assign', {
      person: desk.who('bo').id,
      replaces: desk.who('rosa').id,
    });
    const draft = await desk.write((tx) => ground.get(DraftStore).of(tx, handed.id, desk.who('bo').id));
    expect(draft).toMatchObject({ rating: 'false', handedOnBy: desk.who('rosa').id });
    const waiting = await desk.does('bo', handed, 'submit', {}, 1);
    const back = await desk.does('eva', waiting, 'requestChanges', { reason: 'Ask the council, too.' });
    expect(back).toMatchObject({ state: 'in_review', openSeats: 0 });
    expect((await desk.situation(back)).seats).toMatchObject([{ personId: desk.who('bo').id, kind: 'assigned' }]);
  });

  it('a proposal parks the claim, and a merge takes its places and evidence along until it is taken back', async () => {
    const desk = await Desk.open();
    const earlier = await desk.claim({ text: 'The bridge cost 41 million.' });
    const queued = await desk.does('eva', await desk.claim(), 'accept', {});
    const taken = await desk.does('rosa', queued, 'take', {});
    await desk.writes('rosa', taken);
    const parked = await desk.does('rosa', taken, 'release', {
      reason: 'Checked before.',
      suggest: 'merge',
      target: earlier.id,
    });
    expect(parked).toMatchObject({ state: 'proposed', suggestion: { action: 'merge', target: earlier.id } });
    await expect(desk.does('eva', parked, 'merge', { target: parked.id, stance: 'asserts' })).rejects.toEqual(
      code('claim.target-itself'),
    );
    const merged = await desk.does('eva', parked, 'merge', { target: earlier.id, stance: 'reports' });
    expect(merged).toMatchObject({ state: 'merged', mergedInto: earlier.id, suggestion: null });
    const places = () => desk.write((tx) => ground.get(ClaimStore).appearances(tx, [earlier.id, merged.id]));
    expect((await places()).map(({ claimId, stance }) => ({ claimId, stance }))).toEqual([
      { claimId: earlier.id, stance: 'asserts' },
      { claimId: earlier.id, stance: 'reports' },
    ]);
    const apart = await desk.does('eva', merged, 'unmerge', {});
    expect(apart).toMatchObject({ state: 'proposed', mergedInto: null });
    expect((await places()).filter(({ claimId }) => claimId === apart.id)).toMatchObject([{ stance: 'asserts' }]);
    const evidence = await db.sql('SELECT claim_id FROM evidence WHERE newsroom = $1', [desk.room.id]);
    expect(evidence).toEqual([{ claim_id: apart.id }]);
  });

  it('merges of merges come apart in any order', async () => {
    const desk = await Desk.open();
    const [a, b, c] = [await desk.claim(), await desk.claim(), await desk.claim()];
    const home = new Map<string, string>();
    for (const { id, claimId } of await desk.write((tx) => ground.get(ClaimStore).appearances(tx, [a.id, b.id, c.id])))
      home.set(id, claimId);
    await desk.does('eva', a, 'merge', { target: b.id, stance: 'reports' });
    await desk.does('eva', b, 'merge', { target: c.id, stance: 'denies' });
    await desk.does('eva', a, 'unmerge', {});
    await desk.does('eva', b, 'unmerge', {});
    const now = await desk.write((tx) => ground.get(ClaimStore).appearances(tx, [a.id, b.id, c.id]));
    expect(now.map(({ id, claimId, stance }) => [id, claimId, stance])).toEqual(
      now.map(({ id }) => [id, home.get(id), 'asserts']),
    );
  });
});

describe('Second opinions', () => {
  it('agree: the text of the lead stands, and both are its authors', async () => {
    const desk = await Desk.open({ policy: { reviewsRequired: 2 } });
    const queued = await desk.does('eva', await desk.claim(), 'accept', {});
    expect(queued.openSeats).toBe(2);
    const first = await desk.does('rosa', queued, 'take', {});
    const both = await desk.does('bo', first, 'take', {});
    await desk.writes('bo', both);
    await desk.does('bo', both, 'submit', {});
    const reviews = (name: Staff) =>
      desk.write((tx) => ground.get(ReviewStore).readableBy(tx, both.id, desk.who(name).id));
    expect([(await reviews('bo')).length, (await reviews('rosa')).length, (await reviews('eva')).length]).toEqual([
      1, 0, 0,
    ]);
    await desk.writes('rosa', both);
    const waiting = await desk.does('rosa', both, 'submit', {});
    expect(waiting.state).toBe('in_signoff');
    const { verdict } = await desk.situation(waiting);
    expect(verdict).toMatchObject({ origin: 'agreement', explanation: 'As rosa read the account.' });
    expect([...verdict!.authors].sort()).toEqual([desk.who('rosa').id, desk.who('bo').id].sort());
    expect((await reviews('eva')).length).toBe(2);
    const submitted = await db.sql<{ data: object }>(
      `SELECT data FROM log WHERE claim_id = $1 AND type = 'review.submitted'`,
      [waiting.id],
    );
    expect(submitted.every(({ data }) => !('rating' in data))).toBe(true);
  });

  it('differ: an editor who gave none decides, by choosing one or by writing anew', async () => {
    const desk = await Desk.open({ policy: { reviewsRequired: 2 } });
    const contested = async () => {
      const queued = await desk.does('eva', await desk.claim(), 'accept', {});
      return desk.reviewed(await desk.reviewed(queued, 'rosa', 'false'), 'bo', 'true');
    };
    const one = await contested();
    expect(one.state).toBe('disputed');
    const review = (await desk.situation(one)).seats[1]!.review!.id;
    expect(await desk.does('eva', one, 'adjudicate', { choose: review })).toMatchObject({ state: 'approved' });
    const other = await contested();
    const evidenceIds = (await desk.write((tx) => ground.get(DraftStore).of(tx, other.id, desk.who('bo').id)))!
      .evidenceIds;
    const verdict = { rating: 'half-true', summary: 's', explanation: 'e', evidenceIds };
    await expect(desk.does('eva', other, 'adjudicate', { verdict: { ...verdict, rating: 'maybe' } })).rejects.toEqual(
      code('rating.unknown'),
    );
    const anew = await desk.does('eva', other, 'adjudicate', { verdict });
    expect(anew.state).toBe('in_signoff');
    await expect(desk.does('eva', anew, 'signOff', {})).rejects.toEqual(code('claim.not-your-own-verdict'));
    expect((await desk.does('ada', anew, 'signOff', {})).state).toBe('approved');
  });

  it('lose their author, who steps back: a new round, and the person is kept out of it', async () => {
    const desk = await Desk.open();
    const waiting = await desk.reviewed(await desk.does('eva', await desk.claim(), 'accept', {}));
    const again = await desk.does('rosa', waiting, 'recuse', { reason: 'Mara Lind is my aunt.' });
    expect(again).toMatchObject({ state: 'queued', openSeats: 1 });
    await expect(desk.does('rosa', again, 'take', {})).rejects.toEqual(code('claim.kept-out'));
    const rows = await db.sql<{ data: { reason: unknown }; personal: object }>(
      `SELECT data, personal FROM log WHERE claim_id = $1 AND type = 'claim.recused'`,
      [waiting.id],
    );
    expect(rows).toMatchObject([
      { data: { reason: null, people: [desk.who('rosa').id] }, personal: { reason: 'Mara Lind is my aunt.' } },
    ]);
  });
});

describe('The door that moves claims', () => {
  it('tells whoever saw an older version, and changes nothing', async () => {
    const desk = await Desk.open();
    const claim = await desk.claim();
    await desk.does('eva', claim, 'accept', {}, 1);
    await expect(desk.does('ada', claim, 'accept', {}, 1)).rejects.toMatchObject({
      code: 'version.stale',
      extra: { currentVersion: 2 },
    });
    await expect(desk.does('ada', { ...claim, id: desk.room.id }, 'accept', {})).rejects.toEqual(
      code('claim.not-found'),
    );
    expect(await desk.events(claim)).toEqual(['claim.proposed', 'claim.queued']);
  });

  it('knows no claim of another newsroom', async () => {
    const [one, other] = [await Desk.open(), await Desk.open()];
    const claim = await one.claim();
    await expect(other.does('ada', claim, 'accept', {})).rejects.toEqual(code('claim.not-found'));
  });

  it('is the only one: the database refuses a move that the table does not have', async () => {
    const desk = await Desk.open();
    const claim = await desk.claim();
    await expect(db.sql(`UPDATE claim SET state = 'approved' WHERE id = $1`, [claim.id])).rejects.toThrow(
      'the workflow has no move from proposed to approved',
    );
  });

  it('lets one of 50 editors with the same version through', async () => {
    const desk = await Desk.open();
    const claim = await desk.claim();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => desk.does('eva', claim, 'accept', {}, 1)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(new Set(codes)).toEqual(new Set(['version.stale']));
  });

  it('gives a seat to one of those who take it at once, and an approval to the k-th sign-off once', async () => {
    const desk = await Desk.open({ policy: { signOffsRequired: 2 } });
    const queued = await desk.does('eva', await desk.claim(), 'accept', {});
    const staff = ['rosa', 'bo', 'eva', 'ada'] as const;
    const takers = await Promise.allSettled(
      Array.from({ length: 48 }, (_, i) => desk.does(staff[i % 4]!, queued, 'take', {})),
    );
    expect(takers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await desk.situation(queued)).seats).toHaveLength(1);
    const waiting = await desk.reviewed(await desk.does('eva', await desk.claim(), 'accept', {}));
    const votes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => desk.does(i % 2 ? 'eva' : 'ada', waiting, 'signOff', {})),
    );
    expect(votes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const approvals = (await desk.events(waiting)).filter((type) => type === 'verdict.approved');
    expect(approvals).toHaveLength(1);
  });

  it('lets publishing and retracting race: one of two with the same version wins, and nothing is in between', async () => {
    const desk = await Desk.open();
    const reopened = await desk.does('eva', await desk.published(), 'reopen', { reason: 'r' });
    const approved = await desk.does('eva', await desk.reviewed(reopened, 'bo'), 'signOff', {});
    const race = await Promise.allSettled([
      desk.does('eva', approved, 'publish', {}, approved.version),
      desk.does('ada', approved, 'retract', { reason: 'r' }, approved.version),
    ]);
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [row] = await db.sql<{ state: string; publication: string; live: string }>(
      `SELECT c.state, c.publication, f.publication AS live FROM claim c JOIN fact_check f ON f.claim_id = c.id WHERE c.id = $1`,
      [approved.id],
    );
    expect([
      { state: 'published', publication: 'live', live: 'live' },
      { state: 'approved', publication: 'retracted', live: 'retracted' },
    ]).toContainEqual(row);
  });
});
