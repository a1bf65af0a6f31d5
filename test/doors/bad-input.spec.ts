import fc from 'fast-check';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { House, type Desk, type ProblemBody } from '../support/a-desk.js';
import type { Reply } from '../support/client.js';
import { blank, naughtyStrings, unstorable } from '../support/naughty-strings.js';
import { fieldsOf, pointerOf, withValue, type Door, type Field } from '../support/string-fields.js';
import { Stage } from '../support/stage.js';

const SEED = 20_261_122;
const SOMEBODY = '0191d7b0-0000-7000-8000-0000000000aa';

let house: House;
let desk: Desk<'ada' | 'omar' | 'eva'>;
let stage: Stage;
let fields: Field[];
let doors: Door[];

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  const admin = { role: 'admin' as const, desks: ['pairs'], capacity: 1_000 };
  const policy = { desks: { pairs: { reviewsRequired: 2 } } };
  desk = await house.newsroom({ ada: admin, omar: admin, eva: admin }, policy);
  stage = await Stage.set(desk);
  ({ fields, doors } = fieldsOf((await house.app.as().get('/openapi.json')).must(200).body));
});
afterAll(() => house?.close());

/** Eight at a time, as a browser or two would. */
async function each<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  let at = 0;
  const run = async (): Promise<void> => {
    for (let index = at++; index < items.length; index = at++) await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: 8 }, run));
}

const nobodys = (door: Door): string => door.path.replace(/\{\w+\}/g, SOMEBODY);
const send = (door: Door, body: unknown): Promise<Reply<ProblemBody>> =>
  desk.as('ada').send<ProblemBody>(door.method, nobodys(door), body, {
    ifMatch: '"1"',
    ...(typeof body === 'string' && { headers: { 'content-type': 'application/json' } }),
  });

const what = (field: Field | Door, value?: unknown): string =>
  `${'door' in field ? `${field.door.id} ${pointerOf(field.path)}` : field.id} ${JSON.stringify(value)?.slice(0, 80)}`;

/** A refusal is a problem, and no failure of ours; what it has to say of the body names a field. */
function refusedWell(reply: Reply<ProblemBody>, of: string): void {
  if (reply.status < 400) return;
  expect([of, reply.status]).toEqual([of, Math.min(reply.status, 499)]);
  expect([of, reply.headers.get('content-type')]).toEqual([of, expect.stringMatching(/^application\/problem\+json/)]);
}

/** Strings one after the other, as many as fit a field. */
function packed(max: number): string[] {
  const packs: string[] = [];
  for (const text of naughtyStrings.map((string) => `x${string}x`).filter(({ length }) => length <= max)) {
    const last = packs.at(-1);
    if (last === undefined || last.length + text.length > Math.min(max, 20_000)) packs.push(text);
    else packs[packs.length - 1] = last + text;
  }
  return packs;
}

const holds = (value: unknown, text: string): boolean =>
  typeof value === 'string'
    ? value === text
    : typeof value === 'object' && value !== null && Object.values(value).some((inner) => holds(inner, text));

const says = (reply: Reply<unknown>, text: string): boolean =>
  reply.must(200).text === text || (reply.text.startsWith('{') && holds(reply.body, text));

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replaceAll('&amp;', '&');

type Element = Partial<DefaultTreeAdapterTypes.Element>;

/** What a browser would run or fetch, had somebody's text become markup. */
function dangersIn(html: string): string[] {
  const found: string[] = [];
  const look = ({ tagName, attrs = [], childNodes = [] }: Element): void => {
    const data = attrs.some(({ name, value }) => name === 'type' && value === 'application/ld+json');
    if (tagName && /^(script|iframe|img|svg|object|textarea)$/.test(tagName) && !data) found.push(tagName);
    for (const { name, value } of attrs)
      if (/^on/.test(name) || /^\s*(javascript:|file:|data:text)/i.test(value)) found.push(`${tagName} ${name}`);
    childNodes.forEach((child) => look(child as Element));
  };
  look(parse(html) as Element);
  return found;
}

describe('text that breaks software', () => {
  it('is found in the document: every door with a body, and its fields', () => {
    expect(doors.length).toBeGreaterThan(40);
    expect(fields.filter(({ free }) => free).length).toBeGreaterThan(60);
  });

  it('that cannot be kept, or says nothing, or is too long, is refused with a pointer to its field', async () => {
    const tries = fields.flatMap((field) => [
      ...unstorable.map((value) => ({ field, value })),
      ...(field.free ? blank : []).map((value) => ({ field, value })),
      ...(field.free && field.max < 100_000 ? [{ field, value: 'x'.repeat(field.max + 1) }] : []),
    ]);
    await each(tries, async ({ field, value }) => {
      const reply = await send(field.door, withValue(field.door.body, field.path, value));
      const of = what(field, value);
      expect([of, reply.status]).toEqual([of, 400]);
      refusedWell(reply, of);
      const pointers = (reply.body.errors ?? []).map(({ pointer }) => pointer);
      expect([of, pointers]).toEqual([of, expect.arrayContaining([pointerOf(field.path)])]);
    });
  }, 180_000);

  it('is kept exactly as it came wherever people write freely', async () => {
    const tries = fields
      .filter(({ free, door }) => free && !stage.skips(door))
      .flatMap((field) => packed(field.max - 6).map((value) => ({ field, value })));
    const kept = new Set<string>();
    const lost: unknown[] = [];
    await each(tries, async ({ field, value: pack }, n) => {
      const value = `${n} ${pack}`;
      const { client, path, body, ifMatch, back } = await stage.for(field.door, field.path);
      const sent = withValue(body, field.path, value);
      const reply = await client.send<ProblemBody>(field.door.method, path, sent, { ifMatch });
      const at = `${field.door.id} ${pointerOf(field.path)}`;
      refusedWell(reply, what(field, value));
      if (reply.status >= 400) {
        const pointers = (reply.body.errors ?? []).map(({ pointer }) => pointer);
        if (pointers.join() !== pointerOf(field.path)) lost.push([at, value, reply.text]);
      } else if (back !== null) {
        const read = holds(reply.body, value) || says(await client.get(back(reply.body)), value);
        if (read) kept.add(at);
        else lost.push([at, value]);
      }
    });
    expect(lost).toEqual([]);
    expect(kept.size).toBeGreaterThan(45);
  }, 240_000);

  it('where a form is asked for (addresses, times, languages, keys, ids), is taken or refused with a pointer', async () => {
    const formed = fields.filter(({ free }) => !free);
    const tries = formed.flatMap((field, at) =>
      naughtyStrings.filter((_, n) => n % 8 === at % 8).map((value) => ({ field, value })),
    );
    await each(tries, async ({ field, value }) => {
      const reply = await send(field.door, withValue(field.door.body, field.path, value));
      refusedWell(reply, what(field, value));
      if (reply.status === 400 && reply.body.code === 'request.invalid')
        expect(reply.body.errors?.map(({ pointer }) => pointer)).toContain(pointerOf(field.path));
    });
  }, 180_000);

  it('in a form with a file: in its fields and in its name', async () => {
    const claim = await desk.claim('eva');
    const tries = [...unstorable, ...blank, ...naughtyStrings].flatMap((value) => [
      ...['title', 'quote', 'note', 'stance', 'independentOf']
        .filter((_, n) => value.length % 5 === n)
        .map((name) => ({ name, value })),
      { name: 'file', value },
    ]);
    await each(tries, async ({ name, value }) => {
      const form = new FormData();
      if (name !== 'stance') form.append('stance', 'context');
      if (name !== 'file') form.append(name, value);
      form.append('file', new Blob(['%PDF-1.4\n%%EOF\n']), name === 'file' ? `${value}.pdf` : 'a.pdf');
      const reply = await desk.as('omar').post<ProblemBody>(`/v1/claims/${claim.id}/evidence/files`, form);
      refusedWell(reply, `${name} ${JSON.stringify(value)}`);
      if (reply.status !== 201 || name === 'file') return;
      const sent = value.isWellFormed() ? value.replace(/\r\n|\r|\n/g, '\r\n') : value.toWellFormed();
      expect([name, value, (reply.body as unknown as Record<string, unknown>)[name]]).toEqual([name, value, sent]);
    });
  }, 120_000);

  it('is never markup on a public page or in a feed', async () => {
    const marked = [...naughtyStrings].join(' ').slice(0, 1_900);
    const claimant = { kind: 'person', name: packed(500)[0], role: packed(500)[1] };
    const appearances = [{ claimant, url: `https://news.example/a?b=<c>&d="e"'`, saidAt: '2026-11-01T10:00:00Z' }];
    const scripts = naughtyStrings.filter((text) => /[<>"'&]/.test(text)).join(' ');
    const { id } = await desk.claim('eva', { text: `${scripts} ${marked}`, appearances, accept: true });
    await desk.does('omar', { id }, 'take');
    const note = await desk.notes('omar', { id }, `${scripts} ${marked}`);
    const etag = await desk.drafts('omar', { id }, 'false', [note]);
    const draft = { rating: 'false', summary: scripts, explanation: `${scripts}\n\n${marked}`, evidenceIds: [note] };
    const saved = await desk.as('omar').put(`/v1/claims/${id}/draft`, draft, { ifMatch: etag });
    const path = `/v1/claims/${id}/actions/submit`;
    (await desk.as('omar').post(path, {}, { ifMatch: saved.must(200).etag })).must(200);
    for (const action of ['signOff', 'publish']) await desk.does('eva', { id }, action);
    await desk.does('eva', { id }, 'correct', { type: 'fact', notice: scripts });
    const { url } = await desk.factCheck('eva', { id });
    const places = ['fact-checks', 'corrections', 'feed.atom', 'feed.json', 'corrections.json', 'claim-reviews.jsonld'];
    const pages = [
      await desk.reader(url),
      await desk.reader(`${url}/versions/1`),
      await desk.reader(`${url}.json`),
      await desk.reader(`${url}.jsonld`),
      ...(await Promise.all(places.map((place) => desk.public(place)))),
    ];
    for (const page of pages) {
      const type = page.must(200).headers.get('content-type') ?? '';
      if (/json/.test(type)) expect(page.body).toBeDefined();
      if (/html/.test(type)) expect([page.request, dangersIn(page.text)]).toEqual([page.request, []]);
      // What XML 1.0 has no place for, escaped or not, makes a feed unreadable.
      if (/xml/.test(type)) expect(page.text.replace(/[^\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')).toBe('');
    }
    const { items } = (await desk.public('feed.json')).body as { items: { content_html: string }[] };
    const atom = (await desk.public('feed.atom')).text.matchAll(/<(\w+) type="html"[^>]*>([^<]*)<\/\1>/g);
    const inside = [...atom].map(([, , text]) => unescaped(text as string));
    expect(inside.length).toBeGreaterThan(0);
    for (const html of [...items.map((item) => item.content_html), ...inside])
      expect([html, dangersIn(html)]).toEqual([html, []]);
  });
});

describe('bodies that are not what they should be', () => {
  it('of wrong types in every field are refused as problems', async () => {
    const values = fc.sample(
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(1e308, -1, 0.1, 2 ** 53, [], {}, null)),
      {
        seed: SEED,
        numRuns: fields.length * 5,
      },
    );
    await each(values, async (value, n) => {
      const field = fields[n % fields.length] as Field;
      const reply = await send(field.door, withValue(field.door.body, field.path, value));
      refusedWell(reply, what(field, value));
    });
    await each(values.slice(0, doors.length * 3), async (value, n) => {
      const door = doors[n % doors.length] as Door;
      const body = JSON.stringify(value);
      refusedWell(await send(door, body), what(door, value));
    });
  }, 180_000);

  const raw: [string, string, number[]][] = [
    ['a prototype', '{"__proto__": {"admin": true}}', [400]],
    ['a constructor', '{"constructor": {"prototype": {"admin": true}}}', [400]],
    ['a key that holds NUL', '{"a\\u0000b": 1}', [400]],
    ['a key that is half a character', '{"\\ud800": 1}', [400]],
    ['a thousand lists in each other', `${'['.repeat(1_000)}${']'.repeat(1_000)}`, [400]],
    ['a thousand objects in each other', `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`, [400]],
    ['a number beyond all numbers', '{"capacity": 1e999, "text": 1e999}', [400]],
    ['a very long number', `{"text": ${'9'.repeat(5_000)}}`, [400]],
    ['JSON that ends early', '{"text": "a', [400]],
    ['no JSON', 'text=a', [400]],
    ['two bodies', '{} {}', [400]],
    ['a byte order mark', '\ufeff{"colour": 1}', [400]],
  ];
  it.each(raw)('%s is refused at every door', async (_, body, statuses) => {
    await each(doors, async (door) => {
      const reply = await send(door, body);
      const of = what(door, body);
      expect([of, statuses.includes(reply.status)]).toEqual([of, true]);
      refusedWell(reply, of);
    });
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('of other media types are refused at every door', async () => {
    await each(doors, async (door) => {
      for (const type of [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'nonsense',
      ]) {
        const headers = { 'content-type': type };
        const reply = await desk
          .as('ada')
          .send<ProblemBody>(door.method, nobodys(door), '{}', { ifMatch: '"1"', headers });
        expect([door.id, type, reply.status]).toEqual([door.id, type, 415]);
        refusedWell(reply, `${door.id} ${type}`);
      }
    });
  });
});
