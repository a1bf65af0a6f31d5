import { Injectable } from '@nestjs/common';
import { type Tx, Wake } from '#database';
import type { Actor } from './actor.js';

const CHANNEL = 'tokens';
/** Second net, should a hint be lost on its way: nobody is known for longer without a look into the database. */
const FRESH_MS = 2_000;
const MOST = 10_000;

interface Known {
  actor: Actor;
  until: number;
}

/**
 * Who was seen lately, by the hash of their token. Emptied at once when any token is revoked or anybody's roles change, in
 * this process and in every other (channel `tokens`), and whenever such a hint may have been missed.
 */
@Injectable()
export class TokenCache {
  private known = new Map<string, Known>();
  private asking = new Map<string, Promise<Actor>>();

  constructor(private readonly wake: Wake) {
    const empty = () => this.empty();
    wake.on(CHANNEL, empty, empty);
  }

  /** The actor for `key`, from memory or from `look`; those who ask at once look once. `look` says how long the answer holds. */
  async get(key: string, look: () => Promise<{ actor: Actor; leftMs: number }>): Promise<Actor> {
    const found = this.known.get(key);
    if (found && found.until > performance.now()) return found.actor;
    const asked = this.asking.get(key);
    if (asked) return asked;
    const answer = this.look(key, look);
    this.asking.set(key, answer);
    return answer;
  }

  /** Empties every process's memory once `tx` has committed. */
  dropAll(tx: Tx): void {
    tx.afterCommit(() => this.empty());
    tx.ring(CHANNEL);
  }

  private async look(key: string, look: () => Promise<{ actor: Actor; leftMs: number }>): Promise<Actor> {
    const { known, asking } = this; // an answer that was asked for before the memory was emptied stays out of it
    const since = performance.now();
    try {
      const { actor, leftMs } = await look();
      if (this.wake.connected && known.size < MOST)
        known.set(key, { actor, until: since + Math.min(FRESH_MS, leftMs) });
      return actor;
    } finally {
      asking.delete(key);
    }
  }

  private empty(): void {
    this.known = new Map();
    this.asking = new Map();
  }
}
