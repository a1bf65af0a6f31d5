import { Teller } from './teller.mjs';
import { pdfSaying } from './pdf.mjs';

const WAIT_MS = 60_000;

/** The story of one claim, from the article to the second version of its fact-check. */
export async function tell(service, town, article) {
  const teller = new Teller(service.url);
  const admin = teller.as('admin', service.token);
  console.log(
    `\nOne claim’s whole story, played against ${service.url}. Each line: who, what they sent, what came back.`,
  );
  const cast = await hire(teller, admin);
  await subscribe(teller, admin, town);
  const claims = await takeIn(teller, cast, article);
  const claim = await triage(teller, cast, claims);
  const held = await askForWork(teller, cast, claim);
  const evidence = await gather(teller, cast, town, held);
  await review(teller, cast, held, evidence);
  const published = await publish(teller, cast, town, held);
  await changePage(teller, cast, town, held, published, evidence);
  await correct(teller, cast, town, held, published, evidence);
  console.log('\nThat was the whole product, once through. Read on: README.md, and /docs of a running service.\n');
}

async function hire(teller, admin) {
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

async function subscribe(teller, admin, town) {
  const body = { url: `${town.origin}/hook`, events: ['claim.*', 'factcheck.*', 'source.*', 'recheck.*'] };
  const { body: endpoint } = await admin.post('/v1/webhook-endpoints', body, {
    what: () => 'an outside system subscribes; the secret is shown this once',
  });
  town.trust(endpoint.secret);
}

async function takeIn(teller, { rosa }, article) {
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

async function triage(teller, { dana, rosa }, claims) {
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

async function askForWork(teller, { omar, noor }, claim) {
  teller.chapter('Two reviewers ask for work at the same moment');
  teller.why('The queue hands each claim to exactly one person, on a lease that runs out if they vanish.');
  const what = (b) =>
    `gets “${b.text.slice(0, 60).replace(/\s+/g, ' ')}…” until ${b.assignments[0].leaseExpiresAt ?? b.assignments[0].dueAt}`;
  const [one, two] = await Promise.all([
    omar.post('/v1/queue/next', {}, { what }),
    noor.post('/v1/queue/next', {}, { what }),
  ]);
  if (one.body.id === two.body.id) throw new Error('Two people were handed the same claim.');
  const [reviewer, held] = one.body.id === claim.id ? [omar, one.body] : [noor, two.body];
  return { reviewer, claim: held };
}

/** The claim with one of its numbers changed, or denied where it has none. */
function altered(text) {
  let done = false;
  const changed = text.replace(/\d/, (digit) => ((done = true), String((Number(digit) + 3) % 10)));
  return done ? changed : `It is not the case that ${text}`;
}

async function gather(teller, cast, town, { reviewer, claim }) {
  teller.chapter('The reviewer gathers evidence');
  teller.why(
    'A cited page is fetched and kept as a capture, and the quoted passage is held in it; a file is hashed while it arrives.',
  );
  const quote = claim.text.replace(/\s+/g, ' ').trim();
  town.publish(`The office confirms: ${quote}`);
  const link = await reviewer.post(
    `/v1/claims/${claim.id}/evidence`,
    {
      kind: 'link',
      url: town.pageUrl,
      quote,
      stance: 'supports',
      visibility: 'public',
      note: 'The office’s own record',
    },
    { what: () => 'a link with a quoted passage' },
  );
  const form = new FormData();
  form.append('stance', 'context');
  form.append('visibility', 'newsroom');
  form.append('note', 'Minutes of the council meeting');
  form.append(
    'file',
    new Blob([pdfSaying('Minutes of the council meeting')], { type: 'application/pdf' }),
    'minutes.pdf',
  );
  const file = await reviewer.post(`/v1/claims/${claim.id}/evidence/files`, undefined, {
    form,
    what: (b) => `a PDF, sha256 ${(b.file?.sha256 ?? '').slice(0, 12)}…`,
  });
  const source = link.body.sourceId ?? link.body.source?.id;
  const captured = await until(
    () => reviewer.get(`/v1/sources/${source}/captures`, undefined, { quiet: true }),
    ({ body }) => body.data.length > 0,
  );
  teller.show(
    `captured: ${captured.body.data[0].bytes ?? ''} bytes, text sha256 ${String(captured.body.data[0].textSha256 ?? captured.body.data[0].sha256 ?? '').slice(0, 12)}…`,
  );
  return { link: link.body, file: file.body, source };
}

async function review(teller, { eva }, { reviewer, claim }, { link, file }) {
  teller.chapter('A verdict, and somebody else’s signature');
  teller.why('Nobody signs off their own verdict, whatever their role: the refusal carries its reason.');
  const ratings = (await eva.get('/v1/rating-scales', undefined, { quiet: true })).body.data[0].ratings;
  const best = [...ratings].sort((a, b) => (b.value ?? -1) - (a.value ?? -1))[0];
  const draft = {
    rating: best.key,
    summary: 'The office’s own record bears the claim out.',
    explanation:
      'We asked the office and read its record of the day. The figure in the article is the figure on file.\n\nThe minutes of the council meeting name the same figure.',
    evidenceIds: [link.id, file.id],
  };
  const saved = await reviewer.put(`/v1/claims/${claim.id}/draft`, draft, { what: () => `a draft: “${best.key}”` });
  await reviewer.post(
    `/v1/claims/${claim.id}/actions/submit`,
    {},
    { ifMatch: saved.etag, what: (b) => `now ${b.state}` },
  );
  const seen = await reviewer.get(`/v1/claims/${claim.id}`, undefined, { quiet: true });
  const own = seen.body.availableActions.find(({ action }) => action === 'signOff');
  await reviewer.post(
    `/v1/claims/${claim.id}/actions/signOff`,
    {},
    { ifMatch: seen.etag, refused: own.reasons[0].code },
  );
  teller.show(
    `the reason, as availableActions told before: ${own.reasons.map((reason) => reason.detail ?? reason.code).join('; ')}`,
  );
  await eva.post(
    `/v1/claims/${claim.id}/actions/signOff`,
    {},
    {
      ifMatch: (await eva.get(`/v1/claims/${claim.id}`, undefined, { quiet: true })).etag,
      what: (b) => `now ${b.state}`,
    },
  );
}

async function publish(teller, { eva }, town, { claim }) {
  teller.chapter('The editor publishes');
  teller.why(
    'Version 1 is fixed for good: text, evidence as it was captured, votes, policy. Page, markup and feeds come from it.',
  );
  await eva.post(
    `/v1/claims/${claim.id}/actions/publish`,
    {},
    {
      ifMatch: (await eva.get(`/v1/claims/${claim.id}`, undefined, { quiet: true })).etag,
      what: (b) => `now ${b.state}, ${b.publication}`,
    },
  );
  const list = await eva.get('/v1/fact-checks', undefined, { quiet: true });
  const factCheck = list.body.data.find((each) => each.claimId === claim.id);
  const reader = teller.as('reader');
  const address = new URL(factCheck.url).pathname;
  await reader.get(address, undefined, {
    what: (page) => `a page of ${page.length} characters: ${/<title>([^<]*)/.exec(page)?.[1] ?? ''}`,
  });
  await reader.get(`${address}.jsonld`, undefined, {
    what: (b) => `ClaimReview, rated “${b.reviewRating?.alternateName ?? ''}”`,
  });
  await reader.get(address.replace(/fact-checks\/.*/, 'feed.json'), undefined, {
    what: (b) => `${b.items.length} item(s) in the feed`,
  });
  await heard(town, 'factcheck.published');
  teller.show(
    'the outside system has heard factcheck.published; a stock Standard Webhooks library verified the signature',
  );
  return { factCheck, address };
}

async function changePage(teller, cast, town, { claim }, { address }, { source }) {
  teller.chapter('The cited page is edited');
  teller.why('This is what no other system watches: the passage that the verdict rests on now says something else.');
  const quote = claim.text.replace(/\s+/g, ' ').trim();
  town.publish(`The office confirms: ${altered(quote)}`);
  await cast.eva.post(
    `/v1/sources/${source}/refresh`,
    {},
    { what: () => 'look again now (else it happens by itself, on a schedule)' },
  );
  for (const type of ['source.changed', 'recheck.opened']) await heard(town, type);
  teller.show('the outside system has heard source.changed and recheck.opened');
  const reopened = await until(
    () => cast.eva.get(`/v1/claims/${claim.id}`, undefined, { quiet: true }),
    ({ body }) => body.state === 'queued',
  );
  teller.show(`the claim is ${reopened.body.state} again, while its fact-check stays ${reopened.body.publication}`);
  await teller.as('reader').get(address, undefined, {
    what: (page) =>
      /under review/i.test(page) ? 'the page says that it is under review' : 'the page does not say so!',
  });
}

async function correct(teller, { eva, omar }, town, { claim }, { factCheck, address }, { link }) {
  teller.chapter('A new round, another rating, version 2');
  teller.why(
    'The correction is typed and explained; version 1 stays readable; the log of corrections and the markup name the difference.',
  );
  const { body: taken } = await omar.post(
    `/v1/claims/${claim.id}/actions/take`,
    {},
    {
      ifMatch: (await omar.get(`/v1/claims/${claim.id}`, undefined, { quiet: true })).etag,
      what: (b) => `now ${b.state}`,
    },
  );
  const ratings = (await omar.get('/v1/rating-scales', undefined, { quiet: true })).body.data[0].ratings;
  const worst = [...ratings].filter((rating) => rating.value !== null).sort((a, b) => a.value - b.value)[0];
  const had = await omar.get(`/v1/claims/${taken.id}/draft`, undefined, { quiet: true }).catch(() => undefined);
  const draft = {
    rating: worst.key,
    summary: 'The office has corrected its record: the figure in the article was wrong.',
    explanation: 'The record that our first verdict rested on was edited. The office confirms the new figure.',
    evidenceIds: [link.id],
  };
  const saved = await omar.put(`/v1/claims/${claim.id}/draft`, draft, {
    ifMatch: had?.etag ?? undefined,
    what: () => `a draft: “${worst.key}”`,
  });
  await omar.post(`/v1/claims/${claim.id}/actions/submit`, {}, { ifMatch: saved.etag, what: (b) => `now ${b.state}` });
  const match = async () => ({ ifMatch: (await eva.get(`/v1/claims/${claim.id}`, undefined, { quiet: true })).etag });
  await eva.post(`/v1/claims/${claim.id}/actions/signOff`, {}, { ...(await match()), what: (b) => `now ${b.state}` });
  const correction = {
    type: 'rating',
    notice: 'The office corrected its record after we had published. We have changed our rating accordingly.',
  };
  await eva.post(
    `/v1/claims/${claim.id}/actions/publish`,
    { correction },
    { ...(await match()), what: (b) => `now ${b.state}` },
  );
  const reader = teller.as('reader');
  await eva.get(`/v1/fact-checks/${factCheck.id}/versions/1`, undefined, {
    what: (b) => `version 1 stays: ${b.rating?.key ?? b.rating ?? ''}`,
  });
  await eva.get(`/v1/fact-checks/${factCheck.id}/versions/2`, undefined, {
    what: (b) => `version 2: ${b.rating?.key ?? b.rating ?? ''}`,
  });
  await reader.get(address.replace(/fact-checks\/.*/, 'corrections.json'), undefined, {
    what: (b) => `${(b.corrections ?? b.data ?? []).length} correction(s) on record`,
  });
  await heard(town, 'factcheck.corrected');
  teller.show(`the outside system has heard ${town.events.length} events in all, each once`);
}

async function heard(town, type) {
  await until(
    async () => town.events,
    (events) => events.some((event) => event.type === type),
    `the event ${type}`,
  );
}

async function until(look, holds, what = 'what the story waits for') {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`In a minute ${what} did not come about.`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
