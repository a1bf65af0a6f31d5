// Owns: how the world sees what was published: pages, feeds and files, made from the versions that #factchecks keeps.
// Promises: whatever people wrote is shown as text; what the newsroom keeps to itself is not shown; old versions stay readable.
// Never: writes, names a person whom the policy keeps out of public, asks another server for anything.
export { factCheckPage } from './fact-check.page.js';
export { atomFeed, correctionJson, dataFeed, factCheckJson, jsonFeed, oembed } from './feeds.rules.js';
export { frontPage, type Publisher } from './front.page.js';
export { correctionsPage, homePage } from './list.pages.js';
export { refusalPage, unsubscribedPage, unsubscribePage } from './notice.pages.js';
export { pageHeaders } from './page.style.js';
export type { PublicEntry, PublicFactCheck } from './public.types.js';
export { Publications } from './publications.service.js';
export { PublishingModule } from './publishing.module.js';
