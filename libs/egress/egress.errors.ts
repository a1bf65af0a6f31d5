/** Why an outgoing request came to nothing: a closed set that outcomes, delivery logs and tests are built on. */
export const EGRESS_FAILURES = [
  'blocked-address',
  'bad-url',
  'dns',
  'connect',
  'tls',
  'timeout',
  'too-large',
  'too-many-redirects',
  'redirect-loop',
  'reset',
  'protocol',
] as const;

export type EgressFailure = (typeof EGRESS_FAILURES)[number];

/** One answer on the way to the last one; `at` is RFC 3339 UTC of the answer's headers, `ip` the connected address. */
export interface EgressHop {
  url: string;
  status: number;
  ip: string;
  at: string;
}

/**
 * The only error that leaves egress. The message is fit for a delivery log that an integrator reads: it names no internal
 * address; `address` does, for our own log. `hops` are the answers received before it failed.
 */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  hops: EgressHop[] = [];
  url?: string;

  constructor(
    readonly failure: EgressFailure,
    message: string,
    readonly details: { address?: string; code?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }
}

const TLS_CODES =
  /^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_PURPOSE|INVALID_CA|PATH_LENGTH_EXCEEDED)/;

const BY_CODE: Readonly<Record<string, EgressFailure>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ENODATA: 'dns',
  ESERVFAIL: 'dns',
  EBADNAME: 'dns',
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  EADDRNOTAVAIL: 'connect',
  EACCES: 'connect',
  EPERM: 'connect',
  EINVAL: 'connect',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  HPE_HEADER_OVERFLOW: 'too-large',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  UND_ERR_SOCKET: 'reset',
};

/** Any error of the connection, TLS, HTTP parser or inflater as one of the closed set. */
export function toEgressError(error: unknown): EgressError {
  if (error instanceof EgressError) return error;
  if (error instanceof AggregateError && error.errors.length > 0) return toEgressError(error.errors[0]);
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (/secure TLS connection/.test(message))
    return new EgressError('tls', 'TLS handshake broken off', { code, cause: error });
  if (TLS_CODES.test(code)) return new EgressError('tls', `TLS refused: ${code}`, { code, cause: error });
  const failure = BY_CODE[code] ?? nested(error) ?? 'protocol';
  return new EgressError(failure, `${WORDS[failure]} (${code})`, { code, cause: error });
}

function nested(error: unknown): EgressFailure | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? undefined : BY_CODE[codeOf(cause)];
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

const WORDS: Readonly<Record<EgressFailure, string>> = {
  'blocked-address': 'the address is not a public one',
  'bad-url': 'the URL cannot be used',
  dns: 'the name does not resolve',
  connect: 'no connection',
  tls: 'TLS refused',
  timeout: 'no answer in time',
  'too-large': 'the answer is too large',
  'too-many-redirects': 'too many redirects',
  'redirect-loop': 'the redirects go round in a circle',
  reset: 'the connection was closed before the answer was complete',
  protocol: 'the answer is not valid HTTP',
};
