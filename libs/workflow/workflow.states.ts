/**
 * Where the work on a claim is. `open`: somebody still has something to do. `means` is what people read.
 * What the world sees of the claim is kept apart from it: see `publications`.
 */
export const states = {
  proposed: { open: true, means: 'nobody decided yet whether to check it' },
  queued: { open: true, means: 'has an open seat, nobody on it' },
  in_review: { open: true, means: 'at least one seat taken or filled' },
  disputed: { open: true, means: 'all seats filled, ratings differ' },
  in_signoff: { open: true, means: 'one verdict stands and waits for votes' },
  approved: { open: true, means: 'the votes it needs are there' },
  published: { open: false, means: 'no work waiting' },
  dismissed: { open: false, means: 'not worth checking, with a reason' },
  merged: { open: false, means: 'the same as another claim' },
  retracted: { open: false, means: 'published once, withdrawn with a public reason' },
} as const satisfies Record<string, { open: boolean; means: string }>;

export type State = keyof typeof states;

/** What the world sees of a claim. */
export const publications = {
  none: 'never published',
  live: 'a version is public',
  retracted: 'was public, withdrawn with its reason kept in public',
} as const;

export type Publication = keyof typeof publications;

export const allStates = Object.keys(states) as readonly State[];
export const openStates = allStates.filter((state) => states[state].open);

/** Where every claim starts. */
export const firstState: State = 'proposed';
export const firstPublication: Publication = 'none';

export function isOpen(state: State): boolean {
  return states[state].open;
}
