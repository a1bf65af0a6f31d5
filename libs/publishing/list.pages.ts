import { claimantName, type CorrectionEntry, nameIn, type PublicAddresses } from '#factchecks';
import { framed } from './frame.rules.js';
import { html, paragraphs } from './html.rules.js';
import type { PublicEntry } from './public.types.js';
import { corrections as correctionWords, day, minute } from './words.rules.js';

/** What a newsroom has published, newest change first. */
export function homePage(at: PublicAddresses, entries: readonly PublicEntry[], next: string | null): string {
  return framed({
    at,
    title: `Fact-checks by ${at.newsroom.name}`,
    description: `What ${at.newsroom.name} has checked, with sources, versions and corrections.`,
    canonical: at.home,
    main: html`<p class="kicker">${at.newsroom.name}</p>
      <h1>Fact-checks</h1>
      ${entries.length === 0 && html`<p>Nothing has been published yet.</p>`}
      <ul class="list">
        ${entries.map(({ factCheck, version: { content } }) => {
          const retracted = factCheck.publication === 'retracted';
          const rating = nameIn(content.rating.names, content.language);
          return html`<li>
            <h2 dir="auto" lang="${content.language}">
              <a href="${at.page(factCheck.slug)}">“<bdi>${content.wording}</bdi>”</a>
            </h2>
            <p class="short">${retracted ? 'Retracted' : rating}</p>
            ${!retracted && html`<p dir="auto" lang="${content.language}">${content.summary}</p>`}
            <div class="meta"><bdi>${claimantName(content.claimant)}</bdi> · ${day(factCheck.updatedAt)}</div>
          </li>`;
        })}
      </ul>
      ${next && html`<p><a href="${next}" rel="next">Older fact-checks</a></p>`}`,
  });
}

/** The corrections log. */
export function correctionsPage(at: PublicAddresses, entries: readonly CorrectionEntry[], next: string | null): string {
  return framed({
    at,
    title: `Corrections by ${at.newsroom.name}`,
    description: `Every correction and retraction of ${at.newsroom.name}, with its reason.`,
    canonical: at.corrections,
    alternates: [{ type: 'application/json', href: at.file('corrections.json'), title: 'Corrections as JSON' }],
    main: html`<p class="kicker">${at.newsroom.name}</p>
      <h1>Corrections</h1>
      <p>
        What we publish has numbered versions that never change. When we were wrong, a new version says what changed and
        why, and the old one stays readable. A change of the rating is noted on top of the fact-check, every other below
        it.
      </p>
      ${entries.length === 0 && html`<p>There was nothing to correct so far.</p>`}
      <ul class="list">
        ${entries.map(
          (each) =>
            html`<li>
              <h2 dir="auto"><a href="${at.page(each.slug)}">“<bdi>${each.wording}</bdi>”</a></h2>
              <p class="short">${correctionWords[each.type]}</p>
              ${paragraphs(each.notice)}
              <div class="meta">
                ${minute(each.at)}${
                  each.previousNumber !== null &&
                  html` · <a href="${at.version(each.slug, each.previousNumber)}">before</a> ·
                    <a href="${at.version(each.slug, each.number)}">after</a>`
                }
              </div>
            </li>`,
        )}
      </ul>
      ${next && html`<p><a href="${next}" rel="next">Older corrections</a></p>`}`,
  });
}
