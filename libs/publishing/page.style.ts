import { createHash } from 'node:crypto';

/** The one style sheet, in the page itself: no page asks anybody else for anything. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1d1c1a; --soft: #5f5b53; --line: #ddd7ca; --card: #f5f1e8;
  --link: #1f4f82; --accent: #5f5b53; --warn: #fff3d6; --warn-line: #c48a12; --bad: #fde8e4; --bad-line: #b3402a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171614; --ink: #ece8df; --soft: #a8a196; --line: #3a3731; --card: #211f1b;
    --link: #9cc4ee; --accent: #a8a196; --warn: #33290f; --warn-line: #c48a12; --bad: #3a1d16; --bad-line: #d9694f;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.6 Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif;
  overflow-wrap: anywhere;
}
.page { max-width: 42rem; margin: 0 auto; padding: 0 1.25rem 4rem; }
.masthead, .kicker, .rating, .chip, .meta, .notice h2, footer, h2, .versions, .skip {
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
.masthead { display: flex; justify-content: space-between; gap: 1rem; padding: 1.1rem 0; border-bottom: 1px solid var(--line); font-size: .9rem; }
.masthead a { color: inherit; text-decoration: none; }
.masthead a:hover { text-decoration: underline; }
.masthead strong { font-weight: 650; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--warn-line); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem 1rem; }
.kicker { margin: 2.5rem 0 .5rem; color: var(--soft); font-size: .85rem; letter-spacing: .02em; }
h1 { margin: 0 0 1rem; font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.2; font-weight: 650; text-wrap: balance; }
h2 { margin: 2.75rem 0 .75rem; font-size: .95rem; font-weight: 650; letter-spacing: .01em; }
.claimant { margin: 0 0 1.75rem; color: var(--soft); }
.claimant bdi { color: var(--ink); }
.said { margin: -.25rem 0 1.25rem; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
.rating { margin: 0 0 1.75rem; padding: 1.1rem 1.25rem 1.25rem; background: var(--card); border-left: 6px solid var(--accent); border-radius: .25rem; }
.rating .label { margin: 0; color: var(--soft); font-size: .85rem; }
.rating .verdict { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 700; color: var(--accent); }
.rating .meaning { margin: .25rem 0 0; font-size: .95rem; line-height: 1.5; }
.scale { display: flex; flex-wrap: wrap; gap: .35rem .5rem; margin: .9rem 0 0; padding: 0; list-style: none; font-size: .8rem; color: var(--soft); }
.scale li { padding: .1rem .55rem; border: 1px solid var(--line); border-radius: 1rem; }
.scale li[aria-current] { color: var(--paper); background: var(--accent); border-color: var(--accent); font-weight: 650; }
.lead { font-size: 1.25rem; line-height: 1.5; }
.lead p { margin: 0 0 1rem; }
.notice { margin: 1.5rem 0 0; padding: .9rem 1.1rem; background: var(--warn); border-left: 6px solid var(--warn-line); border-radius: .25rem; font-size: 1rem; line-height: 1.5; }
.notice h2 { margin: 0 0 .25rem; }
.notice p { margin: .25rem 0 0; }
.notice.bad { background: var(--bad); border-left-color: var(--bad-line); }
.evidence { margin: 0; padding: 0; list-style: none; counter-reset: piece; }
.evidence > li { counter-increment: piece; position: relative; padding: .9rem 0 .9rem 2.25rem; border-top: 1px solid var(--line); }
.evidence > li:last-child { border-bottom: 1px solid var(--line); }
.evidence > li::before { content: counter(piece); position: absolute; left: 0; top: 1rem; font: 650 .85rem system-ui, sans-serif; color: var(--soft); }
.evidence p { margin: 0; }
blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
blockquote p { margin: 0; }
.meta { color: var(--soft); font-size: .85rem; line-height: 1.5; }
.chip { display: inline-block; margin-right: .4rem; padding: .05rem .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .75rem; color: var(--soft); }
.places, .list { margin: 0; padding: 0; list-style: none; }
.places li { padding: .5rem 0; }
.list > li { padding: 1.25rem 0; border-top: 1px solid var(--line); }
.list h2 { margin: 0 0 .35rem; font: 650 1.25rem/1.3 Charter, 'Bitstream Charter', Cambria, Georgia, serif; }
.list h2 a { color: inherit; text-decoration: none; }
.list h2 a:hover { text-decoration: underline; }
.list p { margin: 0; }
.list .short { margin: .25rem 0 0; color: var(--accent); font: 650 .95rem system-ui, sans-serif; }
.versions { margin: 0; padding: 0; list-style: none; font-size: .9rem; line-height: 1.5; }
.versions li { padding: .5rem 0; border-top: 1px solid var(--line); }
.versions p { margin: .15rem 0 0; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; line-height: 1.7; }
footer p { margin: 0 0 .25rem; }
.rating.low { --accent: #8f2d14; } .rating.middle { --accent: #755500; } .rating.high { --accent: #1b6141; }
@media (prefers-color-scheme: dark) { .rating.low { --accent: #f2a085; } .rating.middle { --accent: #e6c25f; } .rating.high { --accent: #8ed0ae; } }
.withdrawn .rating { --accent: var(--soft); }
.withdrawn .verdict { text-decoration: line-through; }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #333; --line: #999; --card: #fff; --link: #000; --accent: #000; --warn: #fff; --bad: #fff; }
  body { font-size: 11pt; }
  .page { max-width: none; padding: 0; }
  .skip, .masthead nav, footer nav { display: none; }
  .rating, .notice, .evidence > li { break-inside: avoid; }
  .scale li[aria-current] { outline: 2px solid #000; color: #000; background: #fff; }
  .evidence a[href]::after, .places a[href]::after { content: ' <' attr(href) '>'; font-size: 85%; }
}
`;

const hash = createHash('sha256').update(style).digest('base64');

/** What a public page may do: show itself in its own style, send its own form if it has one, and nothing else. */
export function pageHeaders(form: 'none' | 'self' = 'none'): Record<string, string> {
  return {
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action '${form}'; frame-ancestors 'none'`,
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
