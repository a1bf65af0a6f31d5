import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;
const IV = 12;
const TAG = 16;

/**
 * Keeps secrets unreadable in the database: AES-256-GCM under a key derived from SECRET_KEY for one purpose, bound to the id of
 * what the secret belongs to.
 */
export class SecretBox {
  private readonly key: Buffer;

  constructor(secretKey: string, purpose: string) {
    this.key = Buffer.from(hkdfSync('sha256', secretKey, '', `corroborate ${purpose}`, 32));
  }

  close(secret: string, owner: string): Buffer {
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(owner));
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
  }

  /** Throws when it was sealed under another SECRET_KEY or for another owner, or was changed. */
  open(sealed: Buffer, owner: string): string {
    if (sealed[0] !== VERSION) throw new Error('A secret is stored in a form that this version does not know.');
    const iv = sealed.subarray(1, 1 + IV);
    const tag = sealed.subarray(1 + IV, 1 + IV + TAG);
    const cipher = createDecipheriv('aes-256-gcm', this.key, iv, { authTagLength: TAG });
    cipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    return Buffer.concat([cipher.update(sealed.subarray(1 + IV + TAG)), cipher.final()]).toString('utf8');
  }
}
