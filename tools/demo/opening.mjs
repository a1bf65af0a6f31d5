import { until } from './waiting.mjs';

/* The first chapters: a newsroom, an article, and what the desk makes of its claims. */

export async function hire(teller, admin) {
  teller.chapter('A newsroom opens');
  teller.why('Everybody has a role and a token of their own, so that the log can say who did what.');
  const people = {
    rosa: ['Rosa', 'reporter'],
    dana: ['Dana', 'editor'],
    omar: ['Omar', 'editor'],
    noor: ['Noor', 'reviewer'],
    eva: ['Eva', 'editor'],
  };
  const cast = {};
  for (const [key, [name, role]] of Object.entries(people)) {
    const { body: person } = await admin.post(
      '/v1/people',
      { name, roles: [role] },
      { what: (b) => `${b.name}, ${role}` },
    );
    const { body: made } = await admin.post(`/v1/people/${person.id}/tokens`, { name: 'demo' }, { quiet: true });
    cast[key] = { ...teller.as(name, made.token), id: person.id };
  }
  return cast;
}

export async function subscribe(teller, admin, town) {
  const body = { url: `${town.origin}/hook`, events: ['claim.*', 'factcheck.*', 'source.*', 'recheck.*'] };
  const { body: endpoint } = await admin.post('/v1/webhook-endpoints', body, {
    what: () => 'an outside system subscribes; the secret is shown this once',
  });
  town.trust(endpoint.secret);
}

export async function takeIn(teller, { rosa }, article) {
  teller.chapter('A reporter sends an article');
  teller.why(
    'One call. The article is stored as it came and never changes; claims are extracted by a background job, each with its exact place in the text, who said it, and why it is worth checking.',
  );
  const unique = `${article.trimEnd()}\n`;
  const sent = await rosa.post(
    '/v1/articles',
    { text: unique, publisher: 'The Tollen Courier', publishedAt: '2026-03-12T06:00:00Z', language: 'en' },
    { what: (b) => `status: ${b.status}` },
  );
  const done = await until(
    () => rosa.get(`/v1/articles/${sent.body.id}`, undefined, { quiet: true }),
    ({ body }) => body.status === 'extracted' || body.status === 'failed',
  );
  if (done.body.status === 'failed')
    throw new Error(`The article could not be read: ${JSON.stringify(done.body.failure)}`);
  const list = await rosa.get(`/v1/articles/${sent.body.id}/claims?limit=200`, undefined, {
    what: (b) => `${b.data.length} claims`,
  });
  const claims = [...list.body.data].sort((a, b) => (b.checkworthiness?.score ?? 0) - (a.checkworthiness?.score ?? 0));
  for (const claim of claims.slice(0, 8)) teller.show(line(claim));
  if (claims.length > 8) teller.show(`… and ${claims.length - 8} more`);
  return claims.filter((claim) => claim.state === 'proposed');
}

function line(claim) {
  const said = claim.appearances[0]?.claimant ?? { kind: 'author' };
  const who = said.name ?? said.role ?? said.kind;
  const text = claim.text.length > 92 ? `${claim.text.slice(0, 91)}…` : claim.text;
  return `${claim.checkworthiness.score.toFixed(2)}  ${text.replace(/\s+/g, ' ')}  [${who}]`;
}

export async function triage(teller, { dana, rosa }, claims) {
  teller.chapter('The desk editor decides what to check');
  teller.why(
    'A claim moves by actions, never by setting a state; each change needs the version that was seen, so nobody overwrites anybody.',
  );
  const checkable = claims.filter((claim) => claim.kind === 'factual' && /\d/.test(claim.text));
  const [first, second, third] = [...checkable, ...claims.filter((claim) => !checkable.includes(claim))];
  if (!third) throw new Error('This article holds fewer than three claims: the story needs three.');
  for (const claim of [first, second]) {
    await dana.post(
      `/v1/claims/${claim.id}/actions/accept`,
      {},
      { ifMatch: `"${claim.version}"`, what: (b) => `now ${b.state}` },
    );
  }
  await dana.post(
    `/v1/claims/${third.id}/actions/dismiss`,
    { reason: 'not-worth-checking', text: 'Of no consequence here.' },
    { ifMatch: `"${third.version}"`, what: (b) => `now ${b.state}, with the reason kept` },
  );
  const again = await rosa.post(
    '/v1/claims',
    { text: `A reader asks: is it true? ${first.text}` },
    { what: () => 'a reader asks about the same thing' },
  );
  await dana.post(
    `/v1/claims/${again.body.id}/actions/merge`,
    { target: first.id },
    { ifMatch: `"${again.body.version}"`, what: (b) => `now ${b.state} into …${b.mergedInto.slice(-4)}` },
  );
  await dana.patch(
    `/v1/claims/${first.id}`,
    { priority: 'urgent' },
    {
      ifMatch: (await dana.get(`/v1/claims/${first.id}`, undefined, { quiet: true })).etag,
      what: () => 'urgent: it goes to the front of the queue',
    },
  );
  return first;
}
