import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ClaimStore } from '#claims';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { cleanName, type EvidenceFile, typeOf } from '#evidence';
import { problem } from '#problems';
import { Storage } from '#storage';
import type { Answer } from '../http/answer.js';
import { assertStorable, parsed } from '../http/validation.js';
import { download } from './downloads.js';
import { FileFields } from './evidence.schemas.js';
import { receive } from './upload.js';

/** Evidence files on their way in and out. No transaction is open while bytes arrive. */
@Injectable()
export class FileIntake {
  constructor(
    private readonly claims: ClaimStore,
    private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: Pick<Config, 'maxUploadBytes'>,
  ) {}

  /** Before the first byte is read. */
  async assertClaim(tx: Tx, claimId: string): Promise<null> {
    if (!(await this.claims.byId(tx, claimId))) throw problem('claim.not-found');
    return null;
  }

  async receive(
    request: IncomingMessage,
  ): Promise<{ fields: Omit<z.output<typeof FileFields>, 'sha256'>; file: EvidenceFile }> {
    if (Number(request.headers['content-length'] ?? 0) > this.config.maxUploadBytes + 1_000_000) {
      throw problem('request.too-large', {
        detail: `More than ${this.config.maxUploadBytes} bytes.`,
        headers: { connection: 'close' },
      });
    }
    const upload = await receive(request, this.storage, this.config.maxUploadBytes);
    assertStorable(upload.fields, 'body');
    const { sha256, ...fields } = parsed(FileFields, upload.fields, 'body') as z.output<typeof FileFields>;
    const { blob } = upload.file;
    if (sha256 !== undefined && sha256 !== blob.sha256) throw problem('evidence.digest-differs');
    const name = cleanName(upload.file.name);
    const type = await typeOf(name, () => this.storage.open(blob.sha256));
    return { fields, file: { name, type, ...blob } };
  }

  download(file: EvidenceFile, request: { range?: string; ifRange?: string }): Answer {
    return download(this.storage, file, request);
  }
}
