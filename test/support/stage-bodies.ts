/** Bodies that fit, for doors whose least body says nothing. */
export type Body = Record<string, unknown>;

export const VERDICT = { rating: 'false', summary: 'It cost 63 million.', explanation: 'So the account says.' };

/** Somebody who said it, for a body in which they are to be named. */
export function about(field: string | number | undefined): Body {
  return field === 'appearances' ? { appearances: [{ claimant: { kind: 'person' } }] } : {};
}

export const ASKED = { name: 'Mara Lind', question: 'Why?', channel: 'email', dueAt: '2099-01-01T00:00:00Z' };

export const PAGE = 'https://news.example/page';

export const CALENDAR = { holidays: [{ date: '2026-12-25' }] };

export const SCALE = {
  name: 'Ours',
  ratings: [
    { key: 'false', value: 0, names: { en: 'False' } },
    { key: 'true', value: 1, names: { en: 'True' } },
  ],
};
