import { framedByService } from './frame.rules.js';
import { html } from './html.rules.js';

/** A newsroom that has published something, and where. */
export interface Publisher {
  name: string;
  slug: string;
}

/** What stands at the root of the service: what it is, where its contract is, and who publishes here. `base` without a slash at its end. */
export function frontPage(base: string, publishers: readonly Publisher[], more: boolean): string {
  const description = 'A service in which newsrooms check claims together.';
  const head = html`<meta name="description" content="${description}" /> <link rel="canonical" href="${base}/" />`;
  const main = html`
    <h1>Newsrooms check claims here</h1>
    <p>
      An article comes in, the claims in it go through a review, and what is published keeps its sources, its versions
      and its corrections. When a cited source changes, the claim is checked again.
    </p>
    <h2>Published here</h2>
    ${publishers.length === 0 && html`<p>Nobody has published anything here yet.</p>`}
    <ul>
      ${publishers.map(
        ({ name, slug }) =>
          html`<li>
            <a href="${base}/public/${slug}/fact-checks"><bdi>${name}</bdi></a>
          </li>`,
      )}
    </ul>
    ${more && html`<p>And more newsrooms than this page has room for.</p>`}
    <h2>For programs</h2>
    <p>
      <a href="${base}/docs">The contract, readable</a>, and <a href="${base}/openapi.json">as OpenAPI</a>. Every
      newsroom’s page has feeds, its ClaimReview markup and a log of corrections.
    </p>
  `;
  return framedByService(base, 'Corroborate', head, main);
}
