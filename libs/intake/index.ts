// Owns: the way of an article into the newsroom: taking it in, fetching its page, reading it, bringing its claims in.
// Promises: the same article is taken in once; its claims are there all at once or not at all; known words get an appearance, not a second claim.
// Never: judges a claim, merges claims, or writes after its work was taken over.
import './intake.events.js';
export { claimAppeared } from './intake.events.js';
export { Intake } from './intake.service.js';
export { ArticleFetching, type FetchResult } from './article-fetching.service.js';
export { ArticleExtraction, type ExtractResult } from './article-extraction.service.js';
export { extractArticle, fetchArticle, type ArticleJob } from './intake.jobs.js';
export { IntakeModule } from './intake.module.js';
