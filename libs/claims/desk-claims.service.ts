import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Desks, type Actor, type DeskRow } from '#newsroom';
import { problem } from '#problems';
import { ClaimStore } from './claims.store.js';

/** More than that are moved by hand first: each claim gets its own row in the log. */
const MOST_MOVED = 10_000;

/** What lies on a desk when it closes. */
@Injectable()
export class DeskClaims {
  constructor(
    private readonly desks: Desks,
    private readonly claims: ClaimStore,
  ) {}

  /**
   * Closes the desk. Its open claims go to `moveTo`, null: to nobody's desk, where they are everybody's. 409
   * `desk.has-claims`, with their number, when there are any and nothing was said; past work keeps the desk, and so do its members: what is
   * re-opened later comes back to them.
   */
  async close(
    tx: Tx,
    actor: Actor,
    id: string,
    seen: number | undefined,
    moveTo: string | null | undefined,
  ): Promise<{ desk: DeskRow; moved: number }> {
    const desk = await this.desks.lock(tx, id, seen);
    if (!desk.active) return { desk, moved: 0 };
    if (moveTo === desk.key) throw elsewhere();
    if (moveTo) await this.desks.assertOpen(tx, [moveTo], () => '/moveTo');
    const openClaims = await this.claims.openAt(tx, desk.key);
    if (openClaims > 0 && (moveTo === undefined || openClaims > MOST_MOVED)) {
      const detail = `${openClaims} open claims lie on it. Say by \`moveTo\` which desk gets them, null for none; at most ${MOST_MOVED} at once.`;
      throw problem('desk.has-claims', { detail, extra: { openClaims } });
    }
    const moved = openClaims > 0 ? await this.claims.moveDesk(tx, actor, desk.key, moveTo as string | null) : 0;
    return { desk: await this.desks.edit(tx, actor, desk, { active: false }), moved };
  }
}

function elsewhere() {
  const errors = [{ pointer: '/moveTo', code: 'desk.unknown', detail: 'is the desk that closes' }];
  return problem('desk.unknown', { errors });
}
