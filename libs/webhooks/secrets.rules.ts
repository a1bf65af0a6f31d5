import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const VERSION = 1;
const IV = 12;
const TAG = 16;

/** A new signing secret in the form of the Standard Webhooks specification: `whsec_` and base64 of 32 random bytes. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** The bytes that sign. */
export function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

/** Keeps secrets unreadable in the database: AES-256-GCM under a key derived from SECRET_KEY, bound to the endpoint's id. */
export class SecretBox {
  private readonly key: Buffer;

  constructor(secretKey: string) {
    this.key = Buffer.from(hkdfSync('sha256', secretKey, '', 'corroborate webhook secrets', 32));
  }

  close(secret: string, endpointId: string): Buffer {
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(endpointId));
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
  }

  /** Throws when it was sealed under another SECRET_KEY or for another endpoint, or was changed. */
  open(sealed: Buffer, endpointId: string): string {
    if (sealed[0] !== VERSION) throw new Error('A webhook secret is stored in a form that this version does not know.');
    const iv = sealed.subarray(1, 1 + IV);
    const tag = sealed.subarray(1 + IV, 1 + IV + TAG);
    const cipher = createDecipheriv('aes-256-gcm', this.key, iv, { authTagLength: TAG });
    cipher.setAAD(Buffer.from(endpointId)).setAuthTag(tag);
    return Buffer.concat([cipher.update(sealed.subarray(1 + IV + TAG)), cipher.final()]).toString('utf8');
  }
}
