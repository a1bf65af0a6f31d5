import type { Readable } from 'node:stream';
import { fileTypeFromStream } from 'file-type';
import { problem } from '#problems';

/** Types that are taken, by the extensions that may carry them. Nothing that a browser would run. */
const TAKEN: ReadonlyArray<readonly [extensions: string, type: string, magic: string]> = [
  ['pdf', 'application/pdf', 'application/pdf'],
  ['png', 'image/png', 'image/png image/apng'],
  ['jpg jpeg', 'image/jpeg', 'image/jpeg'],
  ['gif', 'image/gif', 'image/gif'],
  ['webp', 'image/webp', 'image/webp'],
  ['avif', 'image/avif', 'image/avif'],
  ['heic heif', 'image/heic', 'image/heic image/heif'],
  ['tif tiff', 'image/tiff', 'image/tiff'],
  ['mp4 m4v', 'video/mp4', 'video/mp4 video/x-m4v'],
  ['mov', 'video/quicktime', 'video/quicktime'],
  ['webm', 'video/webm', 'video/webm'],
  ['mkv', 'video/matroska', 'video/matroska video/x-matroska'],
  ['mp3', 'audio/mpeg', 'audio/mpeg'],
  ['m4a', 'audio/mp4', 'audio/x-m4a audio/mp4'],
  ['wav', 'audio/wav', 'audio/wav audio/vnd.wave'],
  ['ogg oga opus', 'audio/ogg', 'audio/ogg audio/ogg; codecs=opus audio/opus'],
  ['flac', 'audio/flac', 'audio/flac audio/x-flac'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ''],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ''],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', ''],
  ['odt', 'application/vnd.oasis.opendocument.text', ''],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet', ''],
  ['zip', 'application/zip', 'application/zip'],
  ['txt log', 'text/plain', 'text'],
  ['md', 'text/markdown', 'text'],
  ['csv', 'text/csv', 'text'],
  ['json', 'application/json', 'text'],
  ['eml', 'message/rfc822', 'text'],
];

/** For the documentation: every extension and the type it is kept as. */
export const takenTypes = TAKEN.map(([extensions, type]) => ({ extensions: extensions.split(' '), type }));

/** How much of a file without magic bytes is read to see whether it is text. */
const TEXT_SAMPLE = 1 << 20;

/**
 * The media type of a stored file: its extension is on the list, and its first bytes say the same. `open` gives the bytes
 * from their beginning, as often as asked. Throws `evidence.type-not-allowed` or `evidence.type-differs`.
 */
export async function typeOf(name: string, open: () => Promise<Readable>): Promise<string> {
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const row = TAKEN.find(([extensions]) => extensions.split(' ').includes(extension));
  if (!row)
    throw problem('evidence.type-not-allowed', `Taken are: ${TAKEN.map(([extensions]) => extensions).join(' ')}.`);
  const [, type, magic] = row;
  const found = await detected(open);
  const agrees =
    found === undefined ? magic === 'text' && (await isText(open)) : `${magic} ${type}`.split(' ').includes(found);
  if (!agrees) {
    throw problem(
      'evidence.type-differs',
      `The name says ${extension}, the bytes say ${found ?? 'nothing that is known'}.`,
    );
  }
  return type;
}

async function detected(open: () => Promise<Readable>): Promise<string | undefined> {
  const stream = await open();
  try {
    return (await fileTypeFromStream(stream))?.mime.split(';')[0];
  } catch {
    return undefined; // shorter than what its first bytes promise
  } finally {
    stream.destroy();
  }
}

/** Valid UTF-8 without NUL, as far as the sample goes. */
async function isText(open: () => Promise<Readable>): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream = await open();
  let seen = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (chunk.includes(0)) return false;
      decoder.decode(chunk, { stream: true });
      seen += chunk.length;
      if (seen > TEXT_SAMPLE) return true;
    }
    decoder.decode();
    return seen > 0;
  } catch {
    return false;
  } finally {
    stream.destroy();
  }
}

/** A file's name without folders, control and direction characters, at most 200 characters, its extension kept. */
export function cleanName(given: string): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = base.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  if (clean === '' || /^\.+$/.test(clean)) return 'file';
  if (clean.length <= 200) return clean;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(clean)?.[0] ?? '';
  return clean.slice(0, 200 - extension.length).toWellFormed() + extension;
}
