// Owns: what was published: fact-checks, their numbered versions, the corrections log, rechecks, the ClaimReview markup.
// Promises: a version never changes and holds all that it rests on; nothing goes out whose markup is not valid.
// Never: moves a claim, renders a page, decides who may publish.
export { PublicAddresses } from './addresses.rules.js';
export { Addresses } from './addresses.service.js';
export {
  claimantName,
  claimReview,
  madeAt,
  nameIn,
  scriptJson,
  type MarkupOf,
  type Node,
} from './claim-review.rules.js';
export { checkDossier, contentDigest, type DossierFindings } from './dossier.rules.js';
export { Dossiers } from './dossiers.service.js';
export { EarlierRatingStore, type RatingInPublic } from './earlier-ratings.store.js';
export { EarlierVerdicts, type Difference } from './earlier-verdicts.service.js';
export * from './factchecks.events.js';
export { FactChecksModule } from './factchecks.module.js';
export { FactChecks, type Published } from './factchecks.service.js';
export { FactCheckStore, type After, type FactCheckFilter } from './factchecks.store.js';
export * from './factchecks.types.js';
export { markupCodes, markupFaults } from './markup-check.rules.js';
export { Rechecks } from './rechecks.service.js';
export type { RecheckFilter } from './rechecks.store.js';
export type * from './version.types.js';
import '#replies'; // pinned with a version
import './factchecks.entity.js';
