import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A new signing secret in the form of the Standard Webhooks specification: `whsec_` and base64 of 32 random bytes. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** The bytes that sign. */
export function keyOf(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}
