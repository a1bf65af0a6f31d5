import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector, Client } from 'undici';
import { AddressRules } from './addresses.rules.js';
import { EgressError } from './egress.errors.js';
import { judgeAddress, type Target } from './target.rules.js';

/** Every address of a name. Tests give their own; the default asks the system (hosts file, then DNS). */
export type Resolver = (hostname: string) => Promise<LookupAddress[]>;

export interface ConnectionOptions {
  rules: AddressRules;
  resolve: Resolver;
  connectMs: number;
  headersMs: number;
  maxHeaderBytes: number;
  /** PEM certificates trusted instead of the built-in list: a house's own authority. */
  ca?: string;
}

const IDLE_MS = 4_000;
const MAX_IDLE = 128;

/** One connection, one exchange at a time: so the address that answered is known, and a reused one can be told. */
export interface Connection {
  client: Client;
  ip: string;
  reused: boolean;
  origin: string;
  idleTimer?: NodeJS.Timeout;
}

export const systemResolver: Resolver = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });

/**
 * Resolves a name and refuses it when any of its addresses is forbidden: a name with one public and one private answer is
 * an attack or a mistake, and either way nothing to dial.
 */
export async function resolveChecked(target: Target, options: Pick<ConnectionOptions, 'rules' | 'resolve'>) {
  const addresses = await options.resolve(target.hostname);
  if (addresses.length === 0) throw new EgressError('dns', 'the name does not resolve', { code: 'ENODATA' });
  for (const { address } of addresses) judgeAddress(address, target.port, options.rules);
  return addresses;
}

/** Guarded connections, kept open for a few seconds after a complete answer. Proxy variables are not read. */
export class Connections {
  readonly #idle = new Map<string, Connection[]>();
  #idleCount = 0;
  #closed = false;

  constructor(private readonly options: ConnectionOptions) {}

  /** A fresh or idle connection for the target's origin. `fresh` leaves the idle ones alone. */
  take(target: Target, fresh: boolean): Connection {
    const kept = fresh ? undefined : this.#idle.get(target.url.origin)?.pop();
    if (kept) {
      this.#forget(kept);
      if (!kept.client.destroyed && !kept.client.closed) return Object.assign(kept, { reused: true });
    }
    return this.#open(target);
  }

  /** Only after the answer was read to its end; anything else is `drop`. */
  giveBack(connection: Connection): void {
    if (this.#closed || this.#idleCount >= MAX_IDLE) return this.drop(connection);
    const list = this.#idle.get(connection.origin) ?? [];
    list.push(connection);
    this.#idle.set(connection.origin, list);
    this.#idleCount += 1;
    connection.idleTimer = setTimeout(() => {
      this.#idle.set(
        connection.origin,
        (this.#idle.get(connection.origin) ?? []).filter((other) => other !== connection),
      );
      this.#forget(connection);
      this.drop(connection);
    }, IDLE_MS);
    connection.idleTimer.unref();
  }

  /** Ends whatever runs on it, a connect that still waits for its lookup included. */
  drop(connection: Connection, reason?: Error): void {
    connection.client.destroy(reason ?? null).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#idle.values()].flat();
    this.#idle.clear();
    await Promise.all(all.map((connection) => (this.#forget(connection), connection.client.destroy())));
  }

  #forget(connection: Connection): void {
    clearTimeout(connection.idleTimer);
    this.#idleCount -= 1;
    if (this.#idle.get(connection.origin)?.length === 0) this.#idle.delete(connection.origin);
  }

  #open(target: Target): Connection {
    const { connectMs, headersMs, maxHeaderBytes } = this.options;
    const connection: Connection = {
      client: undefined as unknown as Client,
      ip: '',
      reused: false,
      origin: target.url.origin,
    };
    connection.client = new Client(target.url.origin, {
      connect: this.#guardedConnector(target, (ip) => (connection.ip = ip)),
      headersTimeout: headersMs,
      bodyTimeout: 0,
      connectTimeout: connectMs,
      maxHeaderSize: maxHeaderBytes,
      keepAliveTimeout: IDLE_MS * 2,
      pipelining: 1,
    });
    return connection;
  }

  /**
   * Three checks of one connect: the literal (Node calls no lookup for it), every answer of the lookup whose result is
   * dialled (so that no second lookup can answer otherwise), and the address that the socket is connected to.
   */
  #guardedConnector(target: Target, connected: (ip: string) => void): buildConnector.connector {
    const { rules, resolve, connectMs, ca } = this.options;
    const lookup: LookupFunction = (_hostname, wanted, callback) => {
      resolveChecked(target, { rules, resolve }).then(
        (addresses) => {
          const first = addresses[0];
          if (wanted.all) callback(null, addresses);
          else callback(null, first?.address ?? '', first?.family);
        },
        (error: unknown) => callback(error as NodeJS.ErrnoException, []),
      );
    };
    const connect = buildConnector({ timeout: connectMs, lookup, ...(ca === undefined ? {} : { ca }) });
    return (options, callback) => {
      try {
        if (target.literal) judgeAddress(target.hostname, target.port, rules);
      } catch (error) {
        return callback(error as Error, null);
      }
      connect(options, (...[error, socket]) => {
        if (error || !socket) return callback(error ?? new Error('no socket'), null);
        try {
          judgeAddress(socket.remoteAddress ?? '', target.port, rules);
        } catch (refused) {
          socket.destroy();
          return callback(refused as Error, null);
        }
        connected(socket.remoteAddress ?? '');
        callback(null, socket);
      });
    };
  }
}
