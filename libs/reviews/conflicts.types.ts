/** With whom or what: a claimant by name, a label (a topic), or an outlet by its name or its domain. */
export const conflictKinds = ['claimant', 'label', 'outlet'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export interface NewConflict {
  kind: ConflictKind;
  name: string;
  reason: string;
  from?: Date;
  until?: Date;
}

/** A standing conflict of interest: keeps its person out of every claim that it concerns, from `fromAt` until `untilAt`. */
export interface Conflict {
  id: string;
  version: number;
  person: string;
  kind: ConflictKind;
  name: string;
  reason: string;
  fromAt: Date;
  untilAt: Date | null;
  recordedBy: string | null;
  recordedAt: Date;
}
