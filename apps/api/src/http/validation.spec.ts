import { z } from 'zod';
import { Problem } from '#problems';
import { once, timeGiven, words } from './schemas.js';
import { assertStorable, parsed } from './validation.js';

const body = z.strictObject({
  name: words(10),
  roles: z
    .array(z.enum(['reviewer', 'editor']))
    .min(1)
    .superRefine(once((role) => role, 'names a role twice')),
  capacity: z.number().int().min(0).max(50).optional(),
  share: z.number().positive().optional(),
  at: timeGiven.optional(),
  names: z.record(z.string().regex(/^[a-z]+$/, 'is no language'), z.string()).optional(),
});
const good = { name: 'Rosa', roles: ['reviewer'] };

function errorsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem)
      return error.errors!.map(({ pointer, code, detail }) => `${pointer} ${detail} (${code})`);
    throw error;
  }
  return [];
}

describe('What a refusal says of a field', () => {
  it.each<[object, string]>([
    [{ name: undefined }, '/name is missing (missing)'],
    [{ name: 7 }, '/name is not a text (invalid-type)'],
    [{ name: ' ' }, '/name is empty (empty)'],
    [{ name: 'a'.repeat(11) }, '/name is longer than 10 characters (too-big)'],
    [{ roles: [] }, '/roles is empty (too-small)'],
    [{ roles: ['boss'] }, '/roles/0 is none of reviewer, editor (invalid-value)'],
    [{ roles: ['editor', 'editor'] }, '/roles/1 names a role twice (twice)'],
    [{ capacity: -1 }, '/capacity is less than 0 (too-small)'],
    [{ capacity: 51 }, '/capacity is more than 50 (too-big)'],
    [{ capacity: 1.5 }, '/capacity is not a whole number (invalid-type)'],
    [{ share: 0 }, '/share is not more than 0 (too-small)'],
    [{ at: 'tomorrow' }, '/at is not a time such as 2026-11-30T09:00:00Z (invalid-format)'],
    [{ names: { EN: 'x' } }, '/names/EN is no language (invalid-key)'],
    [{ boss: true }, '/boss is not known here (unknown-field)'],
  ])('is one plain sentence: %j', (change, expected) => {
    expect(errorsOf(() => parsed(body, { ...good, ...change }, 'body'))).toEqual([expected]);
  });

  it('names the place of what cannot be stored', () => {
    expect(errorsOf(() => assertStorable({ name: 'a\0' }, 'body'))).toEqual([
      '/name holds a NUL character (not-storable)',
    ]);
  });
});
