import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { SystemTx, Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import { systemActor, type Actor } from './actor.js';
import { DEFAULT_SCALE_NAME, defaultRatings } from './default-scale.js';
import { newsroomEdited, newsroomOpened } from './newsroom.events.js';
import { NewsroomStore, type NewsroomRow } from './newsroom.store.js';
import { Policies } from './policies.service.js';
import { defaultPolicy } from './policy.rules.js';
import { RatingScales } from './rating-scales.service.js';
import { assertSeen } from './version.rules.js';

@Injectable()
export class Newsrooms {
  constructor(
    private readonly newsrooms: NewsroomStore,
    private readonly policies: Policies,
    private readonly scales: RatingScales,
  ) {}

  /** A newsroom with the usual policy and scale, and nobody in it. Returns a view of `tx` on it. */
  async open(tx: SystemTx, { slug, name }: { slug: string; name: string }): Promise<Tx> {
    const id = uuidv7();
    await this.newsrooms.insert(tx, { id, slug, name });
    const inside = tx.within(id);
    const actor = systemActor(id);
    await record(inside, newsroomOpened, { actor, subject: { id, version: 1 }, data: { slug, name } });
    await this.policies.save(inside, actor, undefined, defaultPolicy);
    await this.scales.add(inside, actor, { name: DEFAULT_SCALE_NAME, ratings: [...defaultRatings], isDefault: true });
    return inside;
  }

  async rename(tx: Tx, actor: Actor, seen: number | undefined, name: string): Promise<NewsroomRow> {
    const before = await this.newsrooms.lock(tx);
    if (!before) throw problem('newsroom.not-found');
    assertSeen(before.version, seen);
    const after = (await this.newsrooms.rename(tx, name)) as NewsroomRow;
    await record(tx, newsroomEdited, { actor, subject: { id: after.id, version: after.version }, data: { name } });
    return after;
  }
}
