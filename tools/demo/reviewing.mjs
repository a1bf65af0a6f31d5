import { pdfSaying } from './pdf.mjs';
import { until } from './waiting.mjs';

/* The middle chapters: work is handed out, evidence gathered, a verdict proposed and signed by somebody else. */

export async function askForWork(teller, { omar, noor }, claim) {
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

export async function gather(teller, cast, town, { reviewer, claim }) {
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

export async function review(teller, { eva }, { reviewer, claim }, { link, file }) {
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
