import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { BlobMissing, Storage } from './storage.service.js';

let folder: string;
let storage: Storage;
const roomy = { maxBytes: 1e9 };
const sha = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const path = (hash: string) => join(folder, 'sha256', hash.slice(0, 2), hash.slice(2, 4), hash);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
  storage = new Storage(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function leftovers(): Promise<string[]> {
  return readdir(join(folder, 'tmp')).catch(() => []);
}

describe('Bytes are kept under their hash', () => {
  it('stored from a stream and read back, whole or in part', async () => {
    const blob = await storage.put(Readable.from([Buffer.from('Es steht '), Buffer.from('geschrieben')]), roomy);
    expect(blob).toEqual({ sha256: sha('Es steht geschrieben'), bytes: 20 });
    expect(await text(await storage.open(blob.sha256))).toBe('Es steht geschrieben');
    expect(await text(await storage.open(blob.sha256, { start: 3, end: 7 }))).toBe('steht');
    expect((await storage.read(blob.sha256)).length).toBe(20);
    expect((await stat(path(blob.sha256))).size).toBe(20);
    expect(await leftovers()).toEqual([]);
  });

  it('an empty file is a file', async () => {
    expect(await storage.put(Readable.from([]), roomy)).toEqual({ sha256: sha(''), bytes: 0 });
  });

  it('the same bytes twice are one blob, and the second time renews it', async () => {
    const { sha256 } = await storage.put(Buffer.from('a'), roomy);
    await utimes(path(sha256), 0, 0);
    await Promise.all([storage.put(Buffer.from('a'), roomy), storage.put(Buffer.from('a'), roomy)]);
    expect((await storage.stat(sha256))?.modifiedAt.getTime()).toBeGreaterThan(0);
    const all: string[] = [];
    for await (const blob of storage.list()) all.push(blob.sha256);
    expect(all).toEqual([sha256]);
  });

  it('a folder is given as a path or as a file address, and nothing else', async () => {
    const other = new Storage(pathToFileURL(folder).href);
    const { sha256 } = await other.put(Buffer.from('a'), roomy);
    expect(await storage.verify(sha256)).toBe(true);
    expect(() => new Storage('s3://bucket/prefix')).toThrow('s3://bucket/prefix');
  });
});

describe('What goes wrong leaves nothing behind', () => {
  it('a file over the limit is refused at the byte that is too much', async () => {
    let given = 0;
    async function* endless() {
      for (;;) yield Buffer.alloc(1_000, (given += 1) % 256);
    }
    await expect(storage.put(endless(), { maxBytes: 10_000 })).rejects.toMatchObject({
      code: 'request.too-large',
      status: 413,
    });
    expect(given).toBe(11);
    expect(await leftovers()).toEqual([]);
  });

  it('an upload that breaks off throws its own error', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('connection lost');
      })(),
    );
    await expect(storage.put(broken, roomy)).rejects.toThrow('connection lost');
    expect(await leftovers()).toEqual([]);
    expect(await storage.stat(sha('half'))).toBeUndefined();
  });

  it('no room left on the disk is a problem of its own', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const source = Readable.from(
      (function* () {
        yield Buffer.from('a');
        throw full;
      })(),
    );
    await expect(storage.put(source, roomy)).rejects.toMatchObject({ code: 'server.storage-full', status: 507 });
  });

  it('a blob that was tampered with does not verify, and storing it again heals it', async () => {
    const { sha256 } = await storage.put(Buffer.from('a'), roomy);
    await writeFile(path(sha256), 'b');
    expect(await storage.verify(sha256)).toBe(false);
    await storage.put(Buffer.from('a'), roomy);
    expect(await storage.verify(sha256)).toBe(true);
  });

  it('a missing blob is told from an unreadable one, and no name leads out of the folder', async () => {
    await expect(storage.open(sha('nothing'))).rejects.toBeInstanceOf(BlobMissing);
    await expect(storage.read(sha('nothing'))).rejects.toBeInstanceOf(BlobMissing);
    expect(await storage.stat(sha('nothing'))).toBeUndefined();
    await expect(storage.read('../../etc/passwd')).rejects.toThrow('not a SHA-256');
  });
});

describe('Sweeping', () => {
  it('removes what interrupted writes left, once it is old enough', async () => {
    await storage.put(Buffer.from('a'), roomy);
    await writeFile(join(folder, 'tmp', 'old'), 'x');
    await utimes(join(folder, 'tmp', 'old'), 0, 0);
    await writeFile(join(folder, 'tmp', 'young'), 'x');
    expect(await storage.sweepTemp(60_000)).toBe(1);
    expect(await leftovers()).toEqual(['young']);
  });

  it('lists every blob with its age, and removes one by its name', async () => {
    const first = await storage.put(Buffer.from('a'), roomy);
    const second = await storage.put(Buffer.from('b'), roomy);
    expect(await storage.remove(first.sha256)).toBe(true);
    expect(await storage.remove(first.sha256)).toBe(false);
    for await (const blob of storage.list()) expect(blob).toMatchObject(second);
  });

  it('spares a blob that was stored again just now', async () => {
    const { sha256 } = await storage.put(Buffer.from('a'), roomy);
    expect(await storage.removeOlder(sha256, 60_000)).toBe(false);
    await utimes(path(sha256), 0, 0);
    expect(await storage.removeOlder(sha256, 60_000)).toBe(true);
    expect(await storage.removeOlder(sha256, 60_000)).toBe(false);
  });

  it('has nothing to do in a folder that is not there yet', async () => {
    const fresh = new Storage(join(folder, 'not', 'yet'));
    expect(await fresh.sweepTemp(0)).toBe(0);
    expect((await fresh.list().next()).done).toBe(true);
  });
});
