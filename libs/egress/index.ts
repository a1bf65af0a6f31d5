// Owns: every outgoing HTTP request: fetching articles and sources, delivering webhooks.
// Promises: only public addresses or EGRESS_ALLOW are reached, each attempt ends in its time, with a reply or an EgressError.
// Never: follows a redirect unasked, reads proxy variables, retries anything but a GET or HEAD on a stale connection.
export { AddressRules, type AddressVerdict } from './addresses.rules.js';
export { type Resolver } from './connections.js';
export { EgressModule } from './egress.module.js';
export { EGRESS_FAILURES, EgressError, type EgressFailure, type EgressHop } from './egress.errors.js';
export { Egress, type EgressOptions, type EgressReply, type EgressRequest } from './egress.service.js';
export { retryAfterMs, waitMs } from './retry.rules.js';
export { MAX_URL_LENGTH, parseTarget, type Target } from './target.rules.js';
