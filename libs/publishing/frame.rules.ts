import { type Node, type PublicAddresses, scriptJson } from '#factchecks';
import { Html, html } from './html.rules.js';
import { style } from './page.style.js';

export interface Frame {
  at: PublicAddresses;
  title: string;
  /** For search engines and previews. */
  description: string;
  canonical: string;
  language?: string;
  /** Old versions and what was withdrawn stay out of search engines. */
  hidden?: boolean;
  markup?: Node | null;
  alternates?: { type: string; href: string; title: string }[];
  main: Html;
}

/** To the letter what the policy's hash was taken of. */
const STYLE = new Html(`<style>${style}</style>`);

/** The page around a content. */
export function framed({ at, title, description, canonical, hidden, markup, alternates = [], main }: Frame): string {
  const feeds = [
    { type: 'application/feed+json', href: at.file('feed.json'), title: at.newsroom.name },
    { type: 'application/atom+xml', href: at.file('feed.atom'), title: at.newsroom.name },
  ];
  const head = html`
    <meta name="description" content="${description}" />
    ${hidden && html`<meta name="robots" content="noindex" />`}
    <link rel="canonical" href="${canonical}" />
    ${[...alternates, ...feeds].map(
      (each) => html`<link rel="alternate" type="${each.type}" href="${each.href}" title="${each.title}" />`,
    )}
    <meta property="og:type" content="article" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${canonical}" />
    <meta property="og:site_name" content="${at.newsroom.name}" />
    ${markup && new Html(`<script type="application/ld+json">${scriptJson(markup)}</script>`)}
  `;
  const masthead = html`<a href="${at.home}"><strong dir="auto">${at.newsroom.name}</strong></a>
    <nav aria-label="Main"><a href="${at.home}">Fact-checks</a> · <a href="${at.corrections}">Corrections</a></nav>`;
  return document(title, head, masthead, main);
}

/** The page of the service itself, around what no newsroom says. `base` without a slash at its end. */
export function framedByService(base: string, title: string, head: Html, main: Html): string {
  const masthead = html`<a href="${base}/"><strong>Corroborate</strong></a>
    <nav aria-label="Main"><a href="${base}/docs">Documentation</a></nav>`;
  return document(title, head, masthead, main);
}

function document(title: string, head: Html, masthead: Html, main: Html): string {
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      ${head}
      <link rel="icon" href="data:," />
      ${STYLE}
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      <div class="page">
        <header class="masthead">${masthead}</header>
        <main id="main">${main}</main>
      </div>
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}\n`;
}
