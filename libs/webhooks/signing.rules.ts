import { createHmac } from 'node:crypto';
import { keyOf } from './secrets.rules.js';

export interface Signed {
  id: string;
  /** Unix seconds of the attempt. */
  timestamp: number;
  body: string;
}

/** The three headers of the Standard Webhooks specification 1.0.0, with one `v1` signature for each secret. */
export function webhookHeaders({ id, timestamp, body }: Signed, secrets: readonly string[]): Record<string, string> {
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(content).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

/** What of the request's headers may be shown in the delivery log. */
export function redacted(headers: Readonly<Record<string, string>>): Record<string, string> {
  const shown = { ...headers };
  if (shown['webhook-signature'] !== undefined) {
    shown['webhook-signature'] = shown['webhook-signature'].replace(/(v1a?),\S+/g, '$1,…');
  }
  return shown;
}
