import { problem } from '#problems';
import type { Call } from '../http/call.js';

/** The person who calls; 403 for machines. */
export function personIn({ actor }: Call): string {
  if (actor.kind !== 'person' || actor.id === null) throw problem('inbox.people-only');
  return actor.id;
}
