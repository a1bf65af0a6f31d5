import type { PinnedEvidence } from '#evidence';
import { type CorrectionEntry, claimantName, nameIn, type PinnedRating, type VersionContent } from '#factchecks';
import { framed } from './frame.rules.js';
import { type Html, html, link, paragraphs, siteName } from './html.rules.js';
import type { PublicFactCheck } from './public.types.js';
import { comment } from './replies.page.js';
import { causes, corrections as correctionWords, counted, day, minute, stances } from './words.rules.js';

/** One fact-check, or one of its versions, as a page. */
export function factCheckPage(shown: PublicFactCheck): string {
  const { at, factCheck, version, markup } = shown;
  const { content } = version;
  const rating = nameIn(content.rating.names, content.language);
  const retracted = factCheck.publication === 'retracted';
  const old = version.number !== factCheck.number;
  const address = at.page(factCheck.slug);
  return framed({
    at,
    title: `“${content.wording}”: ${retracted ? 'retracted' : rating}`,
    description: retracted ? `This fact-check was retracted. ${factCheck.retractionReason}` : content.summary,
    canonical: address,
    hidden: old || retracted,
    markup: old ? null : markup,
    alternates: [
      { type: 'application/json', href: `${address}.json`, title: 'JSON' },
      ...(retracted ? [] : [{ type: 'application/ld+json', href: `${address}.jsonld`, title: 'ClaimReview' }]),
      {
        type: 'application/json+oembed',
        href: `${at.file('oembed')}?url=${encodeURIComponent(address)}`,
        title: 'oEmbed',
      },
    ],
    main: html`${notices(shown)}
      <article class="${retracted ? 'withdrawn' : ''}">
        ${heading(shown)} ${said(content)} ${verdict(content.rating, content.language, retracted)}
        <div class="lead" lang="${content.language}">${paragraphs(content.summary)}</div>
        <h2>What we found</h2>
        <div lang="${content.language}">${paragraphs(content.explanation)}</div>
        ${places(content)} ${comment(content)} ${evidence(content)} ${decided(content)}
      </article>
      ${history(shown)} ${foot(shown)}`,
  });
}

function notices({ at, factCheck, version, corrections, underReview }: PublicFactCheck): Html {
  const page = at.page(factCheck.slug);
  const old = version.number !== factCheck.number;
  const onTop = old ? [] : corrections.filter((each) => each.type === 'rating' && each.number <= version.number);
  return html`${
    factCheck.publication === 'retracted' &&
    html`<aside class="notice bad" role="note">
      <h2>This fact-check was retracted</h2>
      <div>${paragraphs(factCheck.retractionReason ?? '')}</div>
      <p>
        Withdrawn ${factCheck.retractedAt && minute(factCheck.retractedAt)}. What it said is kept below for the record.
      </p>
    </aside>`
  }
  ${
    old &&
    html`<aside class="notice" role="note">
      <h2>An older version</h2>
      <p>This is version ${version.number}. <a href="${page}">Read the newest, version ${factCheck.number}</a>.</p>
    </aside>`
  }
  ${
    underReview &&
    !old &&
    html`<aside class="notice" role="note">
      <h2>Under review</h2>
      <p>
        We are looking at this
        again${underReview.causes.length > 0 && `: ${underReview.causes.map((cause) => causes[cause]).join('; ')}`}.
        Until that is done, what is written here stands.
      </p>
    </aside>`
  }
  ${onTop.map(
    (each) =>
      html`<aside class="notice" role="note">
        <h2>Correction, ${day(each.at)}</h2>
        ${paragraphs(each.notice)}
        ${
          each.previousNumber !== null &&
          html`<p><a href="${at.version(each.slug, each.previousNumber)}">Read what it said before</a></p>`
        }
      </aside>`,
  )}`;
}

function heading({ factCheck, version }: PublicFactCheck): Html {
  const { content } = version;
  const first = factCheck.firstPublishedAt.getTime() === version.publishedAt.getTime() || version.number === 1;
  const { claimant } = content;
  const role = claimant.name !== null && claimant.role !== null && html`, <span dir="auto">${claimant.role}</span>`;
  return html`<p class="kicker">
      Fact-check · ${day(factCheck.firstPublishedAt)}${!first && html` · version of ${day(version.publishedAt)}`}
    </p>
    <h1 dir="auto" lang="${content.language}">“<bdi>${content.wording}</bdi>”</h1>
    <p class="claimant">Claimed by <bdi>${claimantName(claimant)}</bdi>${role}</p>`;
}

/** The words in which the claim was found, when they are not those above. */
function said({ claimText, wording, language }: VersionContent): Html | false {
  return (
    claimText.trim() !== wording.trim() &&
    html`<blockquote class="said" lang="${language}">${paragraphs(claimText)}</blockquote>`
  );
}

function verdict(rating: PinnedRating, language: string, retracted: boolean): Html {
  const name = nameIn(rating.names, language);
  const steps = rating.scale.ratings.map((step) => {
    const current = step.key === rating.key && html` aria-current="true"`;
    return html`<li${current}>${nameIn(step.names, language)}</li>`;
  });
  return html`<section class="rating ${tone(rating)}" aria-label="Rating">
    <p class="label">${retracted ? 'We had rated it' : 'We rate it'}</p>
    <p class="verdict" dir="auto" lang="${language}">${name}</p>
    ${rating.description && html`<p class="meaning" dir="auto">${rating.description}</p>`}
    ${
      steps.length > 1 &&
      html`<ul class="scale" aria-label="All ratings of the scale ${rating.scale.name}">
        ${steps}
      </ul>`
    }
  </section>`;
}

/** Where on its scale a rating lies, for its colour; its name and place on the scale say the same in words. */
function tone({ value, best, worst }: PinnedRating): string {
  const part = (value - worst) / (best - worst);
  return part < 1 / 3 ? 'low' : part < 2 / 3 ? 'middle' : 'high';
}

function places({ appearances, claimText, wording: shownAs }: VersionContent): Html | false {
  const known = [claimText.trim(), shownAs.trim()];
  const shown = appearances.filter(({ url, title, saidAt }) => url ?? title ?? saidAt);
  if (shown.length === 0) return false;
  return html`<h2>Where it was said</h2>
    <ul class="places">
      ${shown.map(({ url, title, publisher, saidAt, wording, stance, claimant }) => {
        const where = title ?? siteName(url) ?? 'Without an address';
        const verb = stance === 'denies' ? 'denied by ' : stance === 'reports' ? 'reported by ' : '';
        return html`<li>
          ${link(url, html`<span dir="auto">${where}</span>`)}
          ${wording && !known.includes(wording.trim()) && html`<blockquote><p dir="auto">${wording}</p></blockquote>`}
          <div class="meta">
            ${verb}<bdi>${claimantName(claimant)}</bdi>${publisher && html` · <bdi>${publisher}</bdi>`}${
              saidAt && html` · ${day(saidAt)}`
            }
          </div>
        </li>`;
      })}
    </ul>`;
}

function evidence({ evidence: pieces }: VersionContent): Html | false {
  const open = pieces.filter(({ visibility }) => visibility === 'public');
  const kept = pieces.length - open.length;
  if (pieces.length === 0) return false;
  return html`<h2>Evidence</h2>
    ${
      open.length > 0 &&
      html`<ol class="evidence">
        ${open.map(piece)}
      </ol>`
    }
    ${
      kept > 0 &&
      html`<p class="meta">
        ${counted(kept, open.length > 0 ? 'further piece' : 'piece')} of evidence ${kept === 1 ? 'is' : 'are'} on file
        with the newsroom and not shown here.
      </p>`
    }`;
}

function piece({ kind, stance, url, title, quote, note, file, capture }: PinnedEvidence): Html {
  const name = title ?? file?.name ?? siteName(url) ?? (kind === 'note' ? 'A note by the newsroom' : 'A quote');
  const site = title !== null && siteName(url);
  return html`<li>
    <p><span dir="auto">${link(url, name)}</span>${site && html` <span class="meta">${site}</span>`}</p>
    ${quote && html`<blockquote>${paragraphs(quote)}</blockquote>`} ${note && paragraphs(note)}
    <div class="meta">
      <span class="chip">${stances[stance] ?? stance}</span>
      ${capture && html`captured ${minute(capture.at)}`}
      ${file && html`${file.type}, ${counted(Math.max(1, Math.round(file.size / 1024)), 'kB', 'kB')}`}
    </div>
  </li>`;
}

function decided({ authors, votes, policy, evidence: pieces }: VersionContent): Html {
  const named = (people: readonly { name: string | null }[]) => {
    const names = people.flatMap(({ name }) => name ?? []);
    return names.length === people.length && names.length > 0 && html` (${names.join(', ')})`;
  };
  const by = (kind: string) => votes.filter(({ vote }) => vote === kind).map(({ person }) => person);
  const [signed, against] = [by('signOff'), by('dissent')];
  const voted =
    signed.length > 0
      ? html`${counted(signed.length, 'editor')} who had no part in writing it signed it off${named(signed)}.`
      : html`By the policy of this newsroom no further sign-off was asked
        for${policy['signOffsRequired'] === 0 && ' (none is required)'}.`;
  return html`<h2>How this was decided</h2>
    <p>
      ${counted(authors.length, 'person reviewed', 'people reviewed')} the claim and ${counted(pieces.length, 'piece')}
      of evidence${named(authors)}. ${voted}
      ${against.length > 0 && html`${counted(against.length, 'editor')} dissented, on record${named(against)}.`}
    </p>`;
}

function history({ at, factCheck, version, versions, corrections }: PublicFactCheck): Html {
  const language = version.content.language;
  const retractions = corrections.filter(({ type }) => type === 'retraction');
  return html`<h2 id="versions">Versions and corrections</h2>
    <ol class="versions" reversed>
      ${versions.map(({ number, publishedAt, correction, content }) => {
        const here = number === version.number;
        const words = html`Version ${number}, ${minute(publishedAt)}`;
        const address = number === factCheck.number ? at.page(factCheck.slug) : at.version(factCheck.slug, number);
        return html`${retractions.filter((each) => each.number === number).map(withdrawal)}
          <li>
            ${here ? html`<strong aria-current="page">${words}</strong>` : html`<a href="${address}">${words}</a>`} ·
            <bdi>${nameIn(content.rating.names, language)}</bdi>
            ${correction && html`<p dir="auto">${correctionWords[correction.type]}: ${correction.notice}</p>`}
          </li>`;
      })}
    </ol>`;
}

function withdrawal({ at, notice }: CorrectionEntry): Html {
  return html`<li>
    Retracted, ${minute(at)}
    <p dir="auto">${notice}</p>
  </li>`;
}

function foot({ at, factCheck }: PublicFactCheck): Html {
  const address = at.page(factCheck.slug);
  const live = factCheck.publication === 'live';
  return html`<footer>
    <nav aria-label="For machines">
      <p>
        For machines: <a href="${address}.json">JSON</a>${live && html` · <a href="${address}.jsonld">ClaimReview</a>`}
        · <a href="${at.file('feed.json')}">JSON Feed</a> · <a href="${at.file('feed.atom')}">Atom</a>
      </p>
    </nav>
    <p>Something wrong? This newsroom corrects in the open: <a href="${at.corrections}">all corrections</a>.</p>
  </footer>`;
}
