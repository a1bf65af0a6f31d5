import type { LogActor } from '#log';
import type { Permission, Role } from './permissions.rules.js';

/** What somebody is offered at one of their desks: their own languages and labels, or else the desk's. Empty: any. */
export interface Membership {
  desk: string;
  languages: readonly string[];
  labels: readonly string[];
  /** Claims of this desk to hold at once; null: no limit besides their own. */
  capacity: number | null;
}

/** Who asks, under which token. The edge adds `requestId` and `traceparent` of the request. */
export interface Actor extends LogActor {
  newsroom: string;
  name: string;
  /** Empty for machines and the system. */
  roles: readonly Role[];
  /** What is allowed here and now: the roles' permissions (or a machine's scopes), narrowed by the token. */
  permissions: ReadonlySet<Permission>;
  desks: readonly string[];
  /** How they work at each of their desks. */
  memberships: readonly Membership[];
  /** Claims that the person can hold at once. */
  capacity: number;
  tokenId: string;
  /** The token's own scopes; null: it stands for its person in full. */
  scopes: readonly Permission[] | null;
}

/** The service itself: lets leases expire, re-opens on a recheck, publishes at the time set. */
export function systemActor(newsroom: string): Actor {
  return {
    kind: 'system',
    id: null,
    newsroom,
    name: 'Corroborate',
    roles: [],
    permissions: new Set(),
    desks: [],
    memberships: [],
    capacity: 0,
    tokenId: '',
    scopes: [],
  };
}

/** The person who acts, by whatever token or application; null: a machine or the system. */
export function personOf({ kind, id }: LogActor): string | null {
  return kind === 'person' ? id : null;
}
