/** One record of a JSON file, cut out of it whole; `text` is null when it is longer than a record may be. */
export interface JsonRecord {
  /** Where it stands in the file: a JSON Pointer (RFC 6901). */
  pointer: string;
  text: string | null;
}

/** The file is no JSON that records could be cut from. */
export class NotJson extends Error {}

/** No fact-check is longer, in UTF-16 units. Bounds what is held in memory. */
export const LONGEST_RECORD = 1_000_000;
/** Members of an object whose elements are records of their own: JSON-LD's @graph, schema.org's DataFeed and ItemList. */
const LISTS = new Set(['@graph', 'dataFeedElement', 'itemListElement']);
const LONGEST_KEY = 100;

/**
 * Cuts records out of a JSON text that arrives in pieces: the elements of an array, of an object's list of records, or the object itself; several
 * values after one another (JSON lines) count as an array. Holds one record at a time. What is between records is not checked further than
 * that brackets match; each record is still to be parsed. Throws NotJson.
 */
export class JsonRecords {
  private readonly open: string[] = [];
  private quoted = false;
  private escaped = false;
  private values = 0;
  private index = 0;
  private list: string | null = null;
  private hadList = false;
  private key = '';
  private keyOpen = false;
  private text: string[] = [];
  private size = 0;
  private started = false;

  push(chunk: string): JsonRecord[] {
    const out: JsonRecord[] = [];
    for (let i = 0; i < chunk.length; i++) this.read(chunk.charAt(i), out);
    return out;
  }

  end(): JsonRecord[] {
    const out: JsonRecord[] = [];
    if (this.quoted || this.open.length > 0) throw new NotJson('it breaks off');
    if (this.started) this.emit(out);
    if (this.values === 0) throw new NotJson('it is empty');
    return out;
  }

  private read(c: string, out: JsonRecord[]): void {
    if (this.quoted) return this.readQuoted(c);
    if (c === '"') {
      this.quoted = true;
      this.keyOpen = this.open.length === 1 && this.open[0] === '{';
      if (this.keyOpen) this.key = '';
      return this.keep(c);
    }
    if (c === '{' || c === '[') return this.enter(c);
    if (c === '}' || c === ']') return this.leave(c, out);
    if (c === ',' && this.open.length === this.level()) {
      if (this.started) this.emit(out);
      return;
    }
    if (c === ' ' || c === '\n' || c === '\t' || c === '\r' || c === '\ufeff') {
      if (this.started && this.open.length === 0) this.emit(out);
      return;
    }
    if (this.open.length === 0 && !/[-\d.+eEtrufalsn]/.test(c))
      throw new NotJson(`there is ${JSON.stringify(c)} in it`);
    this.keep(c);
  }

  private readQuoted(c: string): void {
    this.keep(c);
    if (this.escaped) this.escaped = false;
    else if (c === '\\') this.escaped = true;
    else if (c === '"') this.quoted = false;
    else if (this.keyOpen && this.key.length < LONGEST_KEY) this.key += c;
  }

  private enter(c: string): void {
    const isTop = this.open.length === 0;
    const isList = this.open.length === 1 && this.open[0] === '{' && c === '[' && LISTS.has(this.key);
    if (isTop && c === '[') {
      this.list = `/${this.values > 0 ? `${this.values}/` : ''}`;
      this.index = 0;
    } else if (isList) {
      // What the object says besides is dropped: its records speak for themselves.
      this.list = `/${this.key}/`;
      this.index = 0;
      this.hadList = true;
      this.clear();
    } else this.keep(c);
    this.open.push(c);
  }

  private leave(c: string, out: JsonRecord[]): void {
    const opened = this.open.pop();
    if (opened !== (c === '}' ? '{' : '[')) throw new NotJson(`a ${c} closes nothing`);
    if (this.list !== null && this.open.length === this.level() - 1) {
      if (this.started) this.emit(out);
      this.list = null;
      if (this.open.length === 0) this.values += 1;
      return;
    }
    this.keep(c);
    if (this.open.length === 0) this.emit(out);
  }

  /** How many brackets are open around a record. */
  private level(): number {
    if (this.list === null) return 0;
    return this.open[0] === '[' || this.open.length === 0 ? 1 : 2;
  }

  private keep(c: string): void {
    if (this.list === null && this.hadList) return;
    this.started = true;
    this.size += 1;
    if (this.size <= LONGEST_RECORD) this.text.push(c);
    else this.text = [];
  }

  private emit(out: JsonRecord[]): void {
    if (this.list === null && this.hadList) {
      this.hadList = false;
      this.values += 1;
      return this.clear();
    }
    const pointer = this.list === null ? `/${this.values++}` : `${this.list}${this.index++}`;
    if (this.started) out.push({ pointer, text: this.size > LONGEST_RECORD ? null : this.text.join('') });
    this.clear();
  }

  private clear(): void {
    this.text = [];
    this.size = 0;
    this.started = false;
  }
}
