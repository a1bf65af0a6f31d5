import { hire, subscribe, takeIn, triage } from './opening.mjs';
import { changePage, correct, publish } from './publishing.mjs';
import { askForWork, gather, review } from './reviewing.mjs';
import { Teller } from './teller.mjs';

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
