import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** What is wrong with a field, as the end of a sentence that begins with its pointer; where a schema has words of its own, these stand. */
export function inWords(issue: Issue): string | undefined {
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) return MISSING;
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? `is not of the type ${issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1 ? `is not ${String(issue.values[0])}` : `is none of ${issue.values.join(', ')}`;
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive !== false);
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is not of the form that is wanted here';
    case 'invalid_union':
      return 'fits nothing that is taken here';
    default:
      return undefined;
  }
}

/** The stable code of a field's error: `missing`, what the schema calls it, or zod's own in our spelling. */
export function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.message === MISSING) return 'missing';
  if (issue.code !== 'custom') return issue.code.replaceAll('_', '-');
  const named = issue.params?.['code'] as unknown;
  return typeof named === 'string' ? named : 'not-accepted';
}

const MISSING = 'is missing';

const TYPES: Record<string, string> = {
  string: 'is not a text',
  number: 'is not a number',
  int: 'is not a whole number',
  boolean: 'is neither true nor false',
  array: 'is not a list',
  object: 'is not an object',
  record: 'is not an object',
  null: 'is not null',
};

const FORMATS: Record<string, string> = {
  datetime: 'is not a time such as 2026-11-30T09:00:00Z',
  date: 'is not a day such as 2026-11-30',
  url: 'is not an address',
};

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'string') return minimum === 1 ? 'is empty' : `is shorter than ${minimum} characters`;
  if (origin === 'array') return minimum === 1 ? 'is empty' : `has fewer than ${minimum} entries`;
  return inclusive ? `is less than ${minimum}` : `is not more than ${minimum}`;
}

function tooBig(origin: string, maximum: number, inclusive: boolean): string {
  if (origin === 'string') return `is longer than ${maximum} characters`;
  if (origin === 'array') return `has more than ${maximum} entries`;
  return inclusive ? `is more than ${maximum}` : `is not less than ${maximum}`;
}
