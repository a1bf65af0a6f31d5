import { Parser } from 'htmlparser2';
import { type Token, Tokenizer, TokenizerMode } from 'parse5';

/** Deeper or larger than this, a page is read as plain text: Readability took 8 s for 500 nested elements (measured). */
export const MAX_DEPTH = 200;
export const MAX_ELEMENTS = 60_000;

class TooMuch extends Error {}

/**
 * Whether a DOM of this page can be built and searched in reasonable time. Looks with the parser that linkedom builds its
 * DOM by, so that the depth is the DOM's; stops at the first excess, so a hostile page costs no more than a good one.
 */
export function fitsDom(html: string): boolean {
  let depth = 0;
  let elements = 0;
  const parser = new Parser({
    onopentagname() {
      elements += 1;
      depth += 1;
      if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) throw new TooMuch();
    },
    onclosetag() {
      depth -= 1;
    },
  });
  try {
    for (let at = 0; at < html.length; at += 65_536) parser.write(html.slice(at, at + 65_536));
    parser.end();
    return true;
  } catch (error) {
    if (error instanceof TooMuch) return false;
    throw error;
  }
}

export interface MarkupText {
  /** Blocks separated by a blank line; a line break inside a block is one newline. */
  text: string;
  title: string;
  language: string;
  /** `name` or `property` of each meta element, in lower case, with its first content. */
  meta: Map<string, string>;
  /** The first `<time datetime>`. */
  time: string;
}

const list = (names: string) => new Set(names.split(' '));
const BLOCKS = list(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary ' +
    'table tbody tfoot thead title tr ul',
);
const CELLS = list('td th');
const RAW = list('style script noembed noframes noscript xmp iframe');
const ESCAPABLE = list('textarea title');
const UNREAD = list('style script noembed noframes noscript iframe textarea template svg math select button object');

/** All text of a page without a DOM, in one pass whose cost is linear in its length, whatever its shape. */
export function textOf(html: string): MarkupText {
  const reader = new MarkupReader();
  return reader.read(html);
}

class MarkupReader {
  readonly #out: string[] = [];
  readonly #found: MarkupText = { text: '', title: '', language: '', meta: new Map(), time: '' };
  #pending: '' | ' ' | '\n' | '\n\n' = '';
  #unread: string[] = [];
  #inTitle = false;
  #inPre = 0;

  read(html: string): MarkupText {
    const tokenizer: Tokenizer = new Tokenizer(
      {},
      {
        onStartTag: (token) => this.#start(token, tokenizer),
        onEndTag: (token) => this.#end(token.tagName),
        onCharacter: (token) => this.#write(token.chars),
        onWhitespaceCharacter: (token) => this.#write(token.chars),
        onNullCharacter: () => undefined,
        onComment: () => undefined,
        onDoctype: () => undefined,
        onEof: () => undefined,
      },
    );
    tokenizer.write(html, true);
    this.#found.text = this.#out.join('');
    this.#found.title = this.#found.title.replace(/\s+/g, ' ').trim();
    return this.#found;
  }

  #start({ tagName, attrs, selfClosing }: Token.TagToken, tokenizer: Tokenizer): void {
    const attribute = (name: string) => attrs.find((attr) => attr.name === name)?.value.trim() ?? '';
    if (RAW.has(tagName)) tokenizer.state = tagName === 'script' ? TokenizerMode.SCRIPT_DATA : TokenizerMode.RAWTEXT;
    else if (ESCAPABLE.has(tagName)) tokenizer.state = TokenizerMode.RCDATA;
    if (UNREAD.has(tagName) && !selfClosing) this.#unread.push(tagName);
    if (tagName === 'html') this.#found.language ||= attribute('lang');
    else if (tagName === 'meta') this.#keepMeta(attribute);
    else if (tagName === 'time') this.#found.time ||= attribute('datetime');
    else if (tagName === 'title' && this.#unread.length === 0) this.#inTitle = this.#found.title === '';
    else if (tagName === 'pre') this.#inPre += 1;
    this.#breakAt(tagName);
  }

  #end(tagName: string): void {
    // Unclosed inner elements end with the outer one; a stray end tag ends nothing.
    const at = this.#unread.lastIndexOf(tagName);
    if (at >= 0) this.#unread.length = at;
    if (tagName === 'title') this.#inTitle = false;
    else if (tagName === 'pre') this.#inPre = Math.max(0, this.#inPre - 1);
    if (tagName !== 'br') this.#breakAt(tagName);
    else this.#separate('\n');
  }

  #keepMeta(attribute: (name: string) => string): void {
    const name = (
      attribute('property') ||
      attribute('name') ||
      attribute('http-equiv') ||
      attribute('itemprop')
    ).toLowerCase();
    const content = attribute('content');
    if (name !== '' && content !== '' && !this.#found.meta.has(name)) this.#found.meta.set(name, content);
  }

  #breakAt(tagName: string): void {
    if (this.#unread.length > 0) return;
    if (BLOCKS.has(tagName)) this.#separate('\n\n');
    else if (tagName === 'br') this.#separate('\n');
    else if (CELLS.has(tagName)) this.#separate(' ');
  }

  #separate(by: ' ' | '\n' | '\n\n'): void {
    if (by.length > this.#pending.length || this.#pending === ' ') this.#pending = by;
  }

  #write(chars: string): void {
    if (this.#inTitle) this.#found.title += chars;
    if (this.#inTitle || this.#unread.length > 0) return;
    const kept = this.#inPre > 0 ? chars.replace(/\r\n?/g, '\n') : chars.replace(/[ \t\n\f\r]+/g, ' ');
    if (kept === '') return;
    const text = this.#inPre > 0 ? kept : kept.replace(/^ /, '');
    if (text !== kept && this.#pending === '') this.#pending = ' ';
    if (text === '') return;
    if (this.#out.length > 0) this.#out.push(this.#pending);
    const trimmed = this.#inPre > 0 ? text : text.replace(/ $/, '');
    this.#out.push(trimmed);
    this.#pending = trimmed === text ? '' : ' ';
  }
}
