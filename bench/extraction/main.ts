/** `npm run bench:extraction -- DATA_DIR`: every figure of extraction and matching beside the baselines measured before it was built. */
import { articleFigures, articleLine } from './articles.js';
import { attributionFigures, line, polnear, rulesLine } from './attribution.js';
import { checkworthiness } from './checkworthiness.js';
import {
  clefDocuments,
  clefQueries,
  isItThere,
  matchFigures,
  politifact,
  withoutHalf,
  type MatchFigures,
} from './matching.js';
import { extractionSpeed, matchingSpeed } from './speed.js';
import { tag, trainTagger } from './tagger.js';
import { buildIndex } from '#matching';

const dir = process.argv[2];
if (dir === undefined) throw new Error('Usage: npm run bench:extraction -- DATA_DIR');
const say = (text: string): void => console.log(text);
const p = (x: number): string => x.toFixed(3);

say('Check-worthiness (weights as shipped; the threshold is chosen on dev)');
for (const text of checkworthiness(dir)) say(`  ${text}`);

say('\nWhole articles (claims-gold, both passes)');
say(
  `  one claim per sentence, ranked by digits: recall .66; precision .64; recall of high .74; high among the top 10 .37; claimant right 0`,
);
say(`  ${articleLine(articleFigures(dir))}   (goals .75, .75, .85, .60, .80)`);

say('\nAttribution, PolNeAR dev, F1 (precision/recall)');
say('  study, rules:   sentence .604  source .356  cue .364  content .726;  learned: .806, .631, .561, .831');
say(`  ${rulesLine(dir)}   (goal, rules: sentence .72)`);
const dev = polnear(dir, 'dev');
const tagger = trainTagger([...polnear(dir, 'train_a'), ...polnear(dir, 'train_b')]);
say(
  `  ${line(
    'learned here, not shipped',
    attributionFigures(dev, (article) => tag(tagger, article.text)),
  )}   (goals: sentence .84, source .70, content .85)`,
);

say('\nMatching');
const match = (f: MatchFigures): string => `MAP@5 ${p(f.map5)}  MRR ${p(f.mrr)}  S@1 ${p(f.s1)}  S@10 ${p(f.s10)}`;
const documents = clefDocuments(dir);
const clef = buildIndex(documents);
say(`  CLEF-2020 train  ${match(await matchFigures(clef.search, clefQueries(dir, 'train')))}`);
const clefDev = clefQueries(dir, 'dev');
say(
  `  CLEF-2020 dev    ${match(await matchFigures(clef.search, clefDev))}   (study, best: MAP@5 .778, S@10 .868; goals .79, .92)`,
);
const checks = politifact(dir);
const spoken = buildIndex(checks.documents);
const alone = checks.queries.map(({ query, gold }) => ({ query: { text: query.text }, gold }));
say(
  `  PolitiFact 2012-2017, sentence alone      ${match(await matchFigures(spoken.search, alone))}   (study: MAP@5 .557, S@10 .728; goal MRR .60)`,
);
say(`  PolitiFact 2012-2017, with the speaker    ${match(await matchFigures(spoken.search, checks.queries))}`);
const half = withoutHalf(documents, clefDev);
const none = await isItThere(buildIndex(half.left).search, clefDev, half.lost, 0.9);
say(
  `  is it there at all, CLEF dev: recall ${p(none.recall)} at precision .90 (score ${p(none.threshold)})   (study .03)`,
);

say('\nSpeed');
say(`  extraction: ${extractionSpeed(dev)}`);
for (const text of matchingSpeed(dir)) say(`  ${text}`);
