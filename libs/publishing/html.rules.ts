/** A piece of HTML that is safe to put into a page: made by `html` alone. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Part = Html | string | number | null | undefined | false | readonly Part[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML or XML text, or as an attribute's value in quotes. What XML 1.0 cannot hold becomes U+FFFD. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

function rendered(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return (part as readonly Part[]).map(rendered).join('');
  return part === null || part === undefined || part === false ? '' : escaped(String(part as string | number));
}

/** A template whose every value is escaped, unless it is `Html` itself. Attributes stand in double quotes. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(texts.reduce((made, text, i) => made + rendered(parts[i - 1]) + text));
}

/** Text that people wrote, as paragraphs: a blank line parts them, a single line break stays one. */
export function paragraphs(text: string): Html {
  const blocks = text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter(Boolean);
  return html`${blocks.map((block) => {
    const lines = block.split('\n').map((line, i) => (i === 0 ? html`${line}` : html`<br />${line}`));
    return html`<p dir="auto">${lines}</p>`;
  })}`;
}

/** An address that a page may link to; undefined for anything but http and https. */
export function safeUrl(address: string | null): string | undefined {
  if (address === null || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address).href;
}

/** A link when the address is one, else the words alone. */
export function link(address: string | null, words: Part, rel = 'noopener nofollow'): Html {
  const url = safeUrl(address);
  return url === undefined ? html`${words}` : html`<a href="${url}" rel="${rel}">${words}</a>`;
}

/** The site of an address, as people call it. */
export function siteName(address: string | null): string | null {
  const url = safeUrl(address);
  return url === undefined ? null : new URL(url).hostname.replace(/^www\./, '');
}
