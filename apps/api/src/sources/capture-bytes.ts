import { Injectable } from '@nestjs/common';
import { problem } from '#problems';
import { type HandCopy, Visits } from '#refresh';
import type { Capture } from '#sources';
import { Storage } from '#storage';
import type { Answer } from '../http/answer.js';
import { download } from '../evidence/downloads.js';

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/plain': 'txt',
  'application/pdf': 'pdf',
};

/** The blobs of captures on their way in and out. */
@Injectable()
export class CaptureBytes {
  constructor(
    private readonly storage: Storage,
    private readonly visits: Visits,
  ) {}

  /** Stores and reads a copy made by hand. */
  async keep({ html, text, note }: { html?: string; text?: string; note?: string }, url: string): Promise<HandCopy> {
    const contentType = html === undefined ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8';
    const given = Buffer.from(html ?? text ?? '');
    const page = await this.visits.read(given, contentType, url);
    if (!page) throw problem('request.unprocessable', 'No text could be read from this copy.');
    const bytes = await this.storage.put(given, { maxBytes: given.length });
    return { bytes, contentType, page, text: await this.visits.keepText(page), note: note ?? null };
  }

  async text({ textSha256 }: Capture): Promise<string> {
    if (textSha256 === null) throw problem('capture.no-text');
    return (await this.storage.read(textSha256)).toString();
  }

  /** Other people's markup never goes out under a type that a browser would run. */
  raw(capture: Capture, request: { range?: string; ifRange?: string }): Answer {
    const type = capture.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
    const name = `capture-${capture.id}.${EXTENSIONS[type] ?? 'bin'}`;
    const file = { sha256: capture.bodySha256, bytes: capture.bodyBytes, type: 'application/octet-stream', name };
    return download(this.storage, file, request);
  }
}
