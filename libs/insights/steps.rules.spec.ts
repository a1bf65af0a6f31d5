import type { SealedRow } from '#log';
import { stepsOf, type Step } from './steps.rules.js';

const CLAIM = '0193f29e-11aa-7f02-8f0e-000000000001';
const MORNING = Date.parse('2026-11-22T08:00:00Z');

let count = 0;
/** A sealed row so many minutes after eight. */
function row(minute: number, type: string, data: object = {}, actor: string | null = 'eva'): SealedRow {
  const sequence = ++count;
  const at = new Date(MORNING + minute * 60_000);
  const known = { sequence, at, type, data, claimId: CLAIM, actor: { kind: actor ? 'person' : 'system', id: actor } };
  return known as unknown as SealedRow;
}

const day = () => [
  row(0, 'claim.proposed', { from: null, to: 'proposed', desk: 'city', dueAt: '2026-11-23T08:00:00Z' }),
  row(10, 'claim.queued', { from: 'proposed', to: 'queued', desk: 'city' }),
  row(15, 'evidence.attached'),
  row(40, 'claim.assigned', { from: 'queued', to: 'in_review', people: ['omar'], replaces: null, round: 1 }, 'omar'),
  row(50, 'claim.released', { from: 'in_review', to: 'queued', people: ['omar'] }, 'omar'),
  row(55, 'claim.assigned', { from: 'queued', to: 'in_review', people: ['ada'], replaces: null, round: 1 }),
  row(85, 'review.submitted', { from: 'in_review', to: 'in_signoff', people: ['ada'], round: 1 }, 'ada'),
  row(85, 'round.closed', { from: 'in_review', to: 'in_signoff', round: 1 }, 'ada'),
  row(105, 'verdict.approved', { from: 'in_signoff', to: 'approved', round: 1 }),
  row(120, 'factcheck.published', { from: 'approved', to: 'published', desk: 'city' }),
];

const minutes = (steps: readonly Step[]) =>
  steps.map(({ step, seconds }) => [step, seconds === null ? null : seconds / 60]);

describe('the steps of a claim, read off its log', () => {
  it('are each as long as the wait that they end', () => {
    expect(minutes(stepsOf(day(), []))).toEqual([
      ['proposed', null],
      ['queued', 10],
      ['taken', 30],
      ['released', null],
      ['taken', 5],
      ['submitted', 30],
      ['closed', null],
      ['approved', 20],
      ['published', 15],
      ['whole', 120],
    ]);
  });

  it('say whether the reviews of a round agreed, where there were several, and how the first publication rated the claim', () => {
    const reviews = [{ person: 'ada', rating: 'false' }];
    const rows = (given: object[]) => [
      row(0, 'round.closed', { agreed: true, reviews: given, round: 1 }),
      row(1, 'factcheck.published', { rating: { key: 'false' } }),
      row(2, 'factcheck.published', { rating: { key: 'true' } }),
    ];
    const told = (steps: Step[]) => steps.map(({ step, agreed, rating }) => [step, agreed, rating]);
    const after = [
      ['published', null, null],
      ['whole', null, 'false'],
      ['published', null, null],
    ];
    expect(told(stepsOf(rows(reviews), []))).toEqual([['closed', null, null], ...after]);
    expect(told(stepsOf(rows([...reviews, ...reviews]), []))).toEqual([['closed', true, null], ...after]);
  });

  it('are the same however the log is cut into parts', () => {
    const rows = day();
    const whole = stepsOf(rows, []);
    for (let cut = 1; cut < rows.length; cut++) {
      const first = stepsOf(rows.slice(0, cut), []);
      expect([...first, ...stepsOf(rows.slice(cut), first)]).toEqual(whole);
    }
  });

  it('belong to whoever sits on the seat, and keep desk and due time where an event has none', () => {
    const steps = stepsOf(day(), []);
    const by = (name: string) => steps.filter(({ step }) => step === name).map(({ personId }) => personId);
    expect(by('taken')).toEqual(['omar', 'ada']);
    expect(by('submitted')).toEqual(['ada']);
    expect(steps.at(-2)).toMatchObject({ desk: 'city', dueAt: new Date('2026-11-23T08:00:00Z') });
  });

  it('measure no wait where work was handed over, decided on again, or published once more', () => {
    const before = stepsOf(day(), []);
    const again = stepsOf(
      [
        row(200, 'claim.reopened', { from: 'published', to: 'queued' }),
        row(210, 'claim.assigned', { from: 'queued', to: 'in_review', people: ['omar'], replaces: null }),
        row(220, 'claim.assigned', { from: 'in_review', to: 'in_review', people: ['ada'], replaces: 'omar' }),
        row(230, 'claim.dismissed', { from: 'in_review', to: 'dismissed' }),
        row(240, 'claim.queued', { from: 'dismissed', to: 'queued' }),
        row(260, 'factcheck.published', { from: 'approved', to: 'published' }),
      ],
      before,
    );
    expect(minutes(again)).toEqual([
      ['reopened', null],
      ['taken', 10],
      ['taken', null],
      ['dismissed', null],
      ['queued', null],
      ['published', 155],
    ]);
  });

  it('are never below nothing, though rows are numbered in another order than they happened', () => {
    const early = stepsOf([row(10, 'claim.proposed'), row(9, 'claim.queued', { from: 'proposed', to: 'queued' })], []);
    expect(early.at(-1)?.seconds).toBe(0);
  });
});
