/** What outside models came to in this process since it started, by purpose and outcome; for /metrics. */
const counts = new Map<string, { purpose: string; outcome: string; times: number }>();

export function count(purpose: string, outcome: string, by = 1): void {
  const key = `${purpose} ${outcome}`;
  const known = counts.get(key) ?? { purpose, outcome, times: 0 };
  counts.set(key, { ...known, times: known.times + by });
}

export function assistantCounts(): { purpose: string; outcome: string; times: number }[] {
  return [...counts.values()];
}
