import type { z } from 'zod';
import { codeOf, inWords, problem, type FieldError, type ProblemCode } from '#problems';

type Where = 'body' | 'query' | 'params';

/** Parses an input; refuses it with one error for each wrong field, each with its JSON Pointer (`?name` in the query). */
export function parsed(
  schema: z.ZodType | undefined,
  value: unknown,
  where: Where,
  code: ProblemCode = 'request.invalid',
): unknown {
  if (!schema) {
    const unknown = where === 'params' ? [] : Object.keys((value ?? {}) as object);
    if (unknown.length === 0) return undefined;
    throw problem(code, { errors: unknown.map((key) => unknownField(pointerOf(where, [key]))) });
  }
  const result = schema.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, where, []));
  throw problem(
    code,
    code === 'request.invalid'
      ? { detail: errors[0] && `${errors[0].pointer || 'The body'} ${errors[0].detail}`, errors }
      : {},
  );
}

function fieldErrors(issue: z.core.$ZodIssue, where: Where, base: PropertyKey[]): FieldError[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownField(pointerOf(where, [...path, key])));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    return closest.flatMap((inner) => fieldErrors(inner, where, path));
  }
  const [inner] = issue.code === 'invalid_key' ? issue.issues : [];
  return [{ pointer: pointerOf(where, path), code: codeOf(issue), detail: inner?.message ?? issue.message }];
}

/** The branch of a union that got furthest is the one that was meant. */
function depth(issues: z.core.$ZodIssue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length), 0) - issues.length / 100;
}

function unknownField(pointer: string): FieldError {
  return { pointer, code: 'unknown-field', detail: 'is not known here' };
}

function pointerOf(where: Where, path: readonly PropertyKey[]): string {
  const parts = path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
  return where === 'query' ? `?${parts.join('/')}` : parts.map((part) => `/${part}`).join('');
}

const DEEPEST = 64;

/**
 * Refuses what PostgreSQL cannot keep as it came: NUL characters and lone surrogates, in values and in names; and
 * nesting that no schema of ours has.
 */
export function assertStorable(value: unknown, where: Where, path: PropertyKey[] = []): void {
  if (path.length > DEEPEST) throw problem('request.invalid', { detail: 'The body is nested too deeply.' });
  if (typeof value === 'string') assertText(value, where, path);
  else if (Array.isArray(value)) value.forEach((item, index) => assertStorable(item, where, [...path, index]));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      assertText(key, where, path);
      assertStorable(item, where, [...path, key]);
    }
  }
}

function assertText(value: string, where: Where, path: PropertyKey[]): void {
  if (!value.includes('\0') && value.isWellFormed()) return;
  const detail = value.includes('\0') ? 'holds a NUL character' : 'holds half of a surrogate pair';
  const pointer = pointerOf(where, path);
  throw problem('request.invalid', {
    detail: `${pointer || 'The body'} ${detail}`,
    errors: [{ pointer, code: 'not-storable', detail }],
  });
}
