import type { SourceHealth, Strikes } from '#sources';
import { MEANING, type Outcome } from './outcomes.rules.js';

export const NO_STRIKES: Strikes = { failures: 0, gone: 0, days: [] };

/** Three failing checks on three days; "410 Gone" is said on purpose, so two on two days are enough. */
const ENOUGH = 3;
const ENOUGH_GONE = 2;

/**
 * Strikes after a check. One success resets; a block is no evidence of death; while most of the web seems down it is our own
 * network (`ownNetworkDown`), and nothing counts.
 */
export function strikesAfter(before: Strikes, outcome: Outcome, day: string, ownNetworkDown = false): Strikes {
  const { life } = MEANING[outcome];
  if (life === 'alive') return NO_STRIKES;
  if (life === 'neither' || ownNetworkDown) return before;
  return {
    failures: before.failures + 1,
    gone: outcome === 'gone_410' ? before.gone + 1 : before.gone,
    days: before.days.includes(day) ? before.days : [...before.days, day],
  };
}

export function isDead({ failures, gone, days }: Strikes): boolean {
  return (failures >= ENOUGH && days.length >= ENOUGH) || (gone >= ENOUGH_GONE && days.length >= ENOUGH_GONE);
}

export function healthAfter(strikes: Strikes, outcome: Outcome): SourceHealth {
  if (isDead(strikes)) return 'dead';
  const { finding, life } = MEANING[outcome];
  if (finding === 'blocked') return 'blocked';
  if (finding === 'unreadable') return 'unreadable';
  if (life === 'failing' || outcome === 'too_large') return 'failing';
  return finding === 'unchanged' || finding === 'captured' ? 'ok' : 'changed';
}
