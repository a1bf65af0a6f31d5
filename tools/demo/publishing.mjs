import { heard, until } from './waiting.mjs';

/* The last chapters: what the world sees, what happens when a source changes, and the correction. */

export async function publish(teller, { eva }, town, { claim }) {
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

/** The claim with one of its numbers changed, or denied where it has none. */
function altered(text) {
  let done = false;
  const changed = text.replace(/\d/, (digit) => ((done = true), String((Number(digit) + 3) % 10)));
  return done ? changed : `It is not the case that ${text}`;
}

export async function changePage(teller, cast, town, { claim }, { address }, { source }) {
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

export async function correct(teller, { eva, omar }, town, { claim }, { factCheck, address }, { link }) {
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
