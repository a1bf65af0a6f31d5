/** How somebody is told: found in the inbox; besides by mail at once; besides in the daily digest; not at all. */
export const hows = ['inbox', 'mail', 'digest', 'none'] as const;
export type How = (typeof hows)[number];

/** Everything that people are told of, with how they are told unless they say otherwise, and in words. */
export const kinds = {
  assigned: { how: 'mail', says: 'You were given a claim' },
  'handed-over': { how: 'mail', says: 'Your work on a claim went to somebody else' },
  'taken-back': { how: 'mail', says: 'A claim is no longer yours' },
  declined: { how: 'inbox', says: 'A claim that you had assigned came back' },
  mention: { how: 'mail', says: 'You were mentioned' },
  comment: { how: 'digest', says: 'Somebody commented on a claim that you watch' },
  'changes-requested': { how: 'mail', says: 'A verdict went back for another round' },
  'sign-off-wanted': { how: 'digest', says: 'A verdict waits for votes' },
  'decision-wanted': { how: 'mail', says: 'Reviews differ, and somebody has to decide' },
  dissent: { how: 'mail', says: 'Somebody voted against a verdict' },
  'due-soon': { how: 'inbox', says: 'A claim is due soon' },
  overdue: { how: 'mail', says: 'A claim is overdue' },
  escalated: { how: 'mail', says: 'A claim is still overdue' },
  reply: { how: 'mail', says: 'Somebody who was asked for comment replied' },
  'reply-overdue': { how: 'mail', says: 'The time to reply is over' },
  recheck: { how: 'mail', says: 'Something under a public fact-check changed' },
  published: { how: 'inbox', says: 'A fact-check that you watch was published or changed' },
  'channel-disabled': { how: 'mail', says: 'Messages no longer reach your desk’s channel' },
  'publish-blocked': { how: 'mail', says: 'A publication did not go out at its hour' },
} as const satisfies Record<string, { how: How; says: string }>;

export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as [Kind, ...Kind[]];
export type Preferences = Partial<Record<Kind, How>>;

export const DIGEST_HOUR = 8;

export function howOf(preferences: Preferences, kind: Kind): How {
  return preferences[kind] ?? kinds[kind].how;
}

/** Every kind, as it is for somebody with these preferences. */
export function allPreferences(preferences: Preferences): Record<Kind, How> {
  return Object.fromEntries(kindNames.map((kind) => [kind, howOf(preferences, kind)])) as Record<Kind, How>;
}
