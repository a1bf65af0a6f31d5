import { type PageFacts, type ReadPage, reduceText } from './article.rules.js';
import { ReaderPool, ReadingFailed, type PoolLimits } from './reader-pool.js';

export type ReadableKind = 'html' | 'text';

const DEFAULTS: PoolLimits = { threads: 2, wallMs: 10_000, memoryMb: 256 };
/** Above this, the whole page is read as plain text in the thread at once. */
const MAX_HTML_BYTES = 10e6;

/** What a body can be read as, by its Content-Type, or by its first bytes when it has none; undefined: neither. */
export function readableKind(bytes: Uint8Array, contentType: string | undefined): ReadableKind | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  if (type === 'text/plain' || type === 'text/markdown' || type === 'text/csv') return 'text';
  if (type !== '' && type !== 'application/octet-stream') return undefined;
  const head = Buffer.from(bytes.subarray(0, 1_024));
  if (/^\s*(<!doctype html|<html|<head|<body|<!--)/i.test(head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')))
    return 'html';
  return type === '' && head.length > 0 && !head.includes(0) && isText(head) ? 'text' : undefined;
}

/** Pages and plain text as article text, whatever the page tries. */
export class Reading {
  readonly #pool: ReaderPool;

  constructor(limits: Partial<PoolLimits> = {}) {
    this.#pool = new ReaderPool({ ...DEFAULTS, ...limits });
  }

  /**
   * An HTML page as an article. A page that costs its thread more than its time or memory is read once more without a DOM
   * (`mode: 'plain'`). Throws ReadingFailed when even that is too much.
   */
  async readHtml(bytes: Uint8Array, facts: PageFacts = {}): Promise<ReadPage> {
    const plain = bytes.length > MAX_HTML_BYTES;
    try {
      return await this.#pool.read({ bytes, facts, plain });
    } catch (error) {
      if (plain || !(error instanceof ReadingFailed)) throw error;
      return this.#pool.read({ bytes, facts, plain: true });
    }
  }

  readText(bytes: Uint8Array, contentType?: string): ReadPage {
    return reduceText(bytes, contentType === undefined ? {} : { contentType });
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

function isText(head: Buffer): boolean {
  return !/[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/.test(head.toString('latin1'));
}
