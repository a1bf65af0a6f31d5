import { catalogue, type ProblemCode } from './catalogue.js';

/** One field that is wrong. `pointer` is a JSON Pointer (RFC 6901) into the body, or `?name` for a query parameter. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

export interface ProblemDetails {
  detail?: string;
  errors?: FieldError[];
  /** Extension members of RFC 9457, e.g. `reasons` or `currentVersion`. */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** A refusal with a stable code, rendered as `application/problem+json` (RFC 9457) at the edge. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: FieldError[];
  readonly extra?: Record<string, unknown>;
  readonly headers?: Record<string, string>;

  constructor(
    readonly code: ProblemCode,
    details: ProblemDetails = {},
  ) {
    const [status, title] = catalogue[code];
    super(details.detail ?? title, { cause: details.cause });
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = details.detail;
    this.errors = details.errors;
    this.extra = details.extra;
    this.headers = details.headers;
  }
}

export function problem(code: ProblemCode, details: ProblemDetails | string = {}): Problem {
  return new Problem(code, typeof details === 'string' ? { detail: details } : details);
}
