import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Config } from '#config';
import { Database } from '#database';
import { systemActor } from './actor.js';
import { NewsroomStore } from './newsroom.store.js';
import { Newsrooms } from './newsrooms.service.js';
import { People } from './people.service.js';
import { newToken } from './token.rules.js';
import { recordToken, tokenRow } from './tokens.service.js';
import { TokensStore } from './tokens.store.js';

/** On an empty database: the first newsroom and its first admin. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly database: Database,
    private readonly stores: NewsroomStore,
    private readonly newsrooms: Newsrooms,
    private readonly people: People,
    private readonly tokens: TokensStore,
  ) {}

  /**
   * Does nothing when there is a newsroom. Of several processes that start at once, one does it and the others wait for it.
   * `token` is the admin's when it was made at random: to be shown this once. A token that the configuration gave is not returned.
   */
  run(config: Pick<Config, 'newsroom' | 'bootstrapToken'>): Promise<{ created: boolean; token?: string }> {
    return this.database.system('first-start', async (tx) => {
      await this.stores.lockFirstStart(tx);
      if (await this.stores.any(tx)) return { created: false };
      const inside = await this.newsrooms.open(tx, { slug: config.newsroom, name: titled(config.newsroom) });
      const actor = systemActor(inside.newsroom);
      const admin = await this.people.add(inside, actor, { name: 'First admin', roles: ['admin'] });
      const secret = config.bootstrapToken || newToken();
      const owner = { personId: admin.id, machineId: null };
      const row = tokenRow(uuidv7(), secret, owner, { name: 'first start', scopes: null });
      await recordToken(inside, actor, await this.tokens.insert(inside, row));
      return { created: true, token: config.bootstrapToken ? undefined : secret };
    });
  }
}

/** `the-daily-record` -> `The daily record`. */
function titled(slug: string): string {
  const words = slug.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
