import { problem } from '#problems';

/** Refuses a change of something that is no longer as the caller saw it. `seen` undefined: the caller is the service itself. */
export function assertSeen(current: number, seen: number | undefined): void {
  if (seen !== undefined && seen !== current) throw problem('version.stale', { extra: { currentVersion: current } });
}
