import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { problem, Problem } from '#problems';
import type { Blob, Storage } from '#storage';

/** One file and the fields beside it, as multipart/form-data brought them. The file is stored already. */
export interface Upload {
  fields: Record<string, string>;
  file: { name: string; blob: Blob };
}

const MAX_FIELDS = 20;
const MAX_FIELD_BYTES = 65_536;

/**
 * Streams a form's one file to storage while it arrives; memory holds a chunk of it. Fields may stand before or after it.
 * Throws `request.too-large`, `server.storage-full`, or `request.invalid` when the form is broken, has no file or two.
 */
export async function receive(request: IncomingMessage, storage: Storage, maxBytes: number): Promise<Upload> {
  const parser = parserOf(request);
  const fields: Record<string, string> = {};
  const files: Array<{ name: string; stream: Readable; stored: Promise<Blob> }> = [];
  const form = new Promise<void>((resolve, reject) => {
    parser.on('field', (name: string, value: string, _nameCut: boolean, cut: boolean) => {
      if (cut)
        reject(
          problem('request.invalid', { errors: [{ pointer: `/${name}`, code: 'too-big', detail: 'is too long' }] }),
        );
      else fields[name] = value;
    });
    parser.on('file', (_name: string, stream: Readable, name?: string) => {
      if (files.length > 0) return void (stream.resume(), reject(refused('Send one file.')));
      // A form that is refused once the file is stored destroys a stream that nobody listens to any more.
      stream.on('error', () => undefined);
      const stored = storage.put(stream, { maxBytes });
      files.push({ name: name ?? '', stream, stored });
      stored.catch(reject);
    });
    for (const limit of ['fieldsLimit', 'partsLimit'] as const)
      parser.on(limit, () => reject(refused('There are too many fields.')));
    parser.on('error', (error: unknown) =>
      reject(error instanceof Problem ? error : refused('The form is broken off or malformed.')),
    );
    parser.on('finish', resolve);
    request.on('close', () => request.complete || reject(refused('The upload was broken off.')));
    request.on('error', () => reject(refused('The upload was broken off.')));
    request.pipe(parser);
  });
  try {
    await form;
    const [file] = files;
    if (!file) throw refused('There is no file in the form.');
    return { fields, file: { name: file.name, blob: await file.stored } };
  } catch (error) {
    // What still arrives is read and dropped, so that the client comes to read the refusal.
    request.unpipe(parser);
    request.resume();
    for (const { stream, stored } of files) {
      stream.destroy(new Error('the upload was refused or broken off'));
      await stored.catch(() => undefined);
    }
    throw error;
  }
}

function parserOf(request: IncomingMessage) {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fields: MAX_FIELDS, parts: MAX_FIELDS + 2, fieldSize: MAX_FIELD_BYTES, fieldNameSize: 100 },
    });
  } catch {
    throw refused('The form has no boundary.');
  }
}

function refused(detail: string): Problem {
  return problem('request.invalid', { detail, headers: { connection: 'close' } });
}
