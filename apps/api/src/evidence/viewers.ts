import type { Viewer } from '#evidence';
import { personOf, type Actor } from '#newsroom';

/** Who looks at evidence. What a blind round keeps back, the store leaves out. */
export function viewerOf(actor: Actor): Viewer {
  return { person: personOf(actor), seesRestricted: actor.permissions.has('claim.signoff') };
}
