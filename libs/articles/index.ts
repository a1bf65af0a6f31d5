// Owns: articles: what was taken in, the text that spans point into, and where its reading stands.
// Promises: an article is stored once and never changed; its text, once there, is the same for ever, to the UTF-16 unit.
// Never: fetches or reads anything, or knows a claim.
import './article.events.js';
export { ArticleEntity } from './article.entity.js';
export {
  articleExtracted,
  articleFailed,
  articleFetched,
  articleReceived,
  articleRetried,
  articleSnapshot,
} from './article.events.js';
export { kindOf, sha256, storable, textKey, unreadable, urlKey } from './article.rules.js';
export { ArticleStore, type ArticleFilter, type ArticleRow, type Likeness } from './article.store.js';
export {
  ArticleWorkStore,
  type ArticleWork,
  type FetchedPage,
  type ReadText,
  type WorkKind,
} from './article-work.store.js';
export {
  articleFailures,
  articleKinds,
  articleStatuses,
  type Article,
  type ArticleFacts,
  type ArticleFailure,
  type ArticleFailureCode,
  type ArticleKind,
  type ArticleStatus,
  type ClaimsFound,
  type NewArticle,
  type ReadingFacts,
} from './article.types.js';
export { ArticlesModule } from './articles.module.js';
