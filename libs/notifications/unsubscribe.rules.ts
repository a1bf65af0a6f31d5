import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const MAC = 16;

/** Tokens of the links that end mails without a login (RFC 8058): who it is, signed under a key derived from SECRET_KEY. */
export class UnsubscribeTokens {
  private readonly key: Buffer;

  constructor(secretKey: string) {
    this.key = Buffer.from(hkdfSync('sha256', secretKey, '', 'corroborate unsubscribe links', 32));
  }

  of(newsroom: string, personId: string): string {
    const who = Buffer.from((newsroom + personId).replaceAll('-', ''), 'hex');
    return Buffer.concat([who, this.mac(who)]).toString('base64url');
  }

  /** Undefined for a token that we did not make. */
  read(token: string): { newsroom: string; personId: string } | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== 32 + MAC) return undefined;
    const who = bytes.subarray(0, 32);
    if (!timingSafeEqual(this.mac(who), bytes.subarray(32))) return undefined;
    return { newsroom: uuidOf(who.subarray(0, 16)), personId: uuidOf(who.subarray(16)) };
  }

  private mac(who: Buffer): Buffer {
    return createHmac('sha256', this.key).update(who).digest().subarray(0, MAC);
  }
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
