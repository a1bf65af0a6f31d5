import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readFile, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { problem } from '#problems';

export interface Blob {
  sha256: string;
  bytes: number;
}

export interface StoredBlob extends Blob {
  modifiedAt: Date;
}

/** A row promised these bytes and they are not there: never the caller's fault. */
export class BlobMissing extends Error {
  constructor(readonly sha256: string) {
    super(`the blob ${sha256} is missing from storage`);
  }
}

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Blobs in a folder: `sha256/ab/cd/<hash>`, written to `tmp/` beside them first, so that a name never shows half a blob.
 * Order of a write (a crash at any step leaves at most a temporary file or a blob that no row names): bytes while hashing,
 * fsync, rename, fsync of the folder. Storing known bytes renews the blob's time, which keeps it from an orphan sweep.
 */
export class Storage {
  readonly #blobs: string;
  readonly #temp: string;

  /** `location`: a path or a `file:` URL; made when it is not there. */
  constructor(location: string) {
    if (/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(location)) throw new Error(`STORAGE_URL is not a folder: "${location}"`);
    const folder = location.startsWith('file:') ? fileURLToPath(location) : resolve(location);
    this.#blobs = join(folder, 'sha256');
    this.#temp = join(folder, 'tmp');
  }

  /**
   * Stores a stream of at most `maxBytes`. Throws `request.too-large`, `server.storage-full`, or the stream's own error;
   * in each case nothing is left behind.
   */
  async put(source: AsyncIterable<Uint8Array> | Uint8Array, limits: { maxBytes: number }): Promise<Blob> {
    const chunks = source instanceof Uint8Array ? [source] : source;
    await mkdir(this.#temp, { recursive: true }).catch(asProblem);
    const temp = join(this.#temp, randomUUID());
    const file = await open(temp, 'wx', 0o640).catch(asProblem);
    try {
      const blob = await writeHashing(file, chunks, limits.maxBytes);
      await file.sync();
      await file.close();
      await this.#publish(temp, blob.sha256);
      return blob;
    } catch (error) {
      await file.close().catch(() => undefined);
      await unlink(temp).catch(() => undefined);
      return asProblem(error);
    }
  }

  /** The bytes from `range.start` to `range.end`, both included. Throws BlobMissing. */
  async open(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    const file = await open(this.#path(sha256), 'r').catch((error: unknown) => missing(error, sha256));
    return file.createReadStream(range === undefined ? {} : range);
  }

  /** All bytes at once; for blobs whose size is known to be bounded. Throws BlobMissing. */
  async read(sha256: string): Promise<Buffer> {
    return readFile(this.#path(sha256)).catch((error: unknown) => missing(error, sha256));
  }

  async stat(sha256: string): Promise<StoredBlob | undefined> {
    try {
      const { size, mtime } = await stat(this.#path(sha256));
      return { sha256, bytes: size, modifiedAt: mtime };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Reads a blob back: false when its bytes are not the ones it is named for. Throws BlobMissing. */
  async verify(sha256: string): Promise<boolean> {
    const hash = createHash('sha256');
    for await (const chunk of await this.open(sha256)) hash.update(chunk as Buffer);
    return hash.digest('hex') === sha256;
  }

  /** For a blob that no row names. True when there was one. */
  async remove(sha256: string): Promise<boolean> {
    return this.#unlink(this.#path(sha256));
  }

  /** Like `remove`, unless somebody stored the same bytes again within the last `ageMs`. */
  async removeOlder(sha256: string, ageMs: number): Promise<boolean> {
    const found = await this.stat(sha256);
    return found !== undefined && Date.now() - found.modifiedAt.getTime() >= ageMs && this.remove(sha256);
  }

  /** Every blob, in no order: for the sweep of orphans. */
  async *list(): AsyncGenerator<StoredBlob> {
    for await (const path of walk(this.#blobs, 2)) {
      const sha256 = path.slice(path.length - 64);
      const blob = SHA256.test(sha256) ? await this.stat(sha256) : undefined;
      if (blob) yield blob;
    }
  }

  /** Removes what interrupted writes left behind `olderThanMs` ago or earlier; returns how many files. */
  async sweepTemp(olderThanMs: number): Promise<number> {
    let swept = 0;
    for await (const path of walk(this.#temp, 0)) {
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs >= olderThanMs && (await this.#unlink(path))) swept += 1;
    }
    return swept;
  }

  async #publish(temp: string, sha256: string): Promise<void> {
    const path = this.#path(sha256);
    const folder = dirname(path);
    const made = await mkdir(folder, { recursive: true });
    await rename(temp, path);
    await syncFolder(folder);
    if (made === undefined) return;
    for (let parent = dirname(folder); parent.length >= dirname(made).length; parent = dirname(parent))
      await syncFolder(parent);
  }

  #path(sha256: string): string {
    if (!SHA256.test(sha256)) throw new Error(`not a SHA-256 in lower-case hex: "${sha256}"`);
    return join(this.#blobs, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  async #unlink(path: string): Promise<boolean> {
    return unlink(path).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
  }
}

async function writeHashing(
  file: FileHandle,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<Blob> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw problem('request.too-large', `More than ${maxBytes} bytes.`);
    hash.update(chunk);
    for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Without it, a rename can be lost in a power cut though the file's bytes are on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* walk(folder: string, depth: number): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) yield* walk(path, depth - 1);
    else if (entry.isFile() && depth === 0) yield path;
  }
}

function asProblem(error: unknown): never {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') throw problem('server.storage-full', { cause: error });
  throw error;
}

function missing(error: unknown, sha256: string): never {
  throw isMissing(error) ? new BlobMissing(sha256) : error;
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
