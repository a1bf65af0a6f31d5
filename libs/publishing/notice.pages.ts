import { framedByService } from './frame.rules.js';
import { html } from './html.rules.js';

const UNLISTED = html`<meta name="robots" content="noindex" />`;

/** Why a reader gets no page. `base`, here and below, without a slash at its end. */
export function refusalPage(base: string, why: { title: string; detail?: string }): string {
  const main = html`
    <h1>${why.title}</h1>
    <p>${why.detail ?? 'The address may hold a typing error, or what stood here was never published.'}</p>
    <p><a href="${base}/">Who publishes here</a></p>
  `;
  return framedByService(base, why.title, UNLISTED, main);
}

/** One button, which ends mails. */
export function unsubscribePage(base: string): string {
  const main = html`
    <h1>Get no more mails?</h1>
    <form method="post">
      <p>Your inbox stays as it is, and the settings bring mails back.</p>
      <button>No more mails</button>
    </form>
  `;
  return framedByService(base, 'Get no more mails?', UNLISTED, main);
}

export function unsubscribedPage(base: string): string {
  const main = html`
    <h1>No more mails</h1>
    <p>Your inbox stays as it is, and the settings bring mails back.</p>
  `;
  return framedByService(base, 'No more mails', UNLISTED, main);
}
