import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import type { Actor } from './actor.js';
import { ratingScaleChanged } from './newsroom.events.js';
import { NewsroomStore } from './newsroom.store.js';
import { scaleErrors, type Rating } from './rating-scale.rules.js';
import { RatingScalesStore, type RatingScaleRow } from './rating-scales.store.js';
import { assertSeen } from './version.rules.js';

export interface ScaleValues {
  name: string;
  ratings: Rating[];
  /** True makes it the scale that verdicts are given on; a newsroom has exactly one such scale. */
  isDefault?: boolean;
}

@Injectable()
export class RatingScales {
  constructor(
    private readonly scales: RatingScalesStore,
    private readonly newsrooms: NewsroomStore,
  ) {}

  /** The scale that verdicts are given on. */
  async current(tx: Tx): Promise<RatingScaleRow> {
    const scale = await this.scales.default(tx);
    if (!scale) throw problem('rating-scale.not-found', 'The newsroom has no rating scale.');
    return scale;
  }

  async byId(tx: Tx, id: string): Promise<RatingScaleRow> {
    const scale = await this.scales.byId(tx, id);
    if (!scale) throw problem('rating-scale.not-found');
    return scale;
  }

  list(tx: Tx, after: string | undefined, limit: number): Promise<RatingScaleRow[]> {
    return this.scales.list(tx, after, limit);
  }

  async add(tx: Tx, actor: Actor, values: ScaleValues): Promise<RatingScaleRow> {
    await this.newsrooms.lock(tx);
    assertScale(values.ratings);
    const isDefault = values.isDefault === true || !(await this.scales.default(tx));
    if (isDefault) await this.scales.unsetDefault(tx);
    const scale = await this.scales.insert(tx, { id: uuidv7(), ...values, isDefault });
    return this.recorded(tx, actor, scale);
  }

  async edit(tx: Tx, actor: Actor, id: string, seen: number | undefined, values: ScaleValues): Promise<RatingScaleRow> {
    await this.newsrooms.lock(tx);
    const before = await this.byId(tx, id);
    assertSeen(before.version, seen);
    assertScale(values.ratings);
    if (before.isDefault && values.isDefault === false) {
      const detail = 'cannot be taken away: make another scale the default instead';
      throw problem('rating-scale.invalid', { errors: [{ pointer: '/isDefault', code: 'last-default', detail }] });
    }
    const isDefault = values.isDefault ?? before.isDefault;
    if (isDefault && !before.isDefault) await this.scales.unsetDefault(tx);
    const scale = await this.scales.update(tx, { id, ...values, isDefault });
    return this.recorded(tx, actor, scale);
  }

  private async recorded(tx: Tx, actor: Actor, scale: RatingScaleRow): Promise<RatingScaleRow> {
    const { id, version, name, ratings, isDefault } = scale;
    const data = { name, keys: ratings.map((rating) => rating.key), isDefault };
    await record(tx, ratingScaleChanged, { actor, subject: { id, version }, data });
    return scale;
  }
}

function assertScale(ratings: readonly Rating[]): void {
  const errors = scaleErrors(ratings);
  if (errors.length > 0) throw problem('rating-scale.invalid', { errors });
}
