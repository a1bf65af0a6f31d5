import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { kindNames, type How } from './kinds.rules.js';
import { SettingsStore } from './settings.store.js';
import { UnsubscribeTokens } from './unsubscribe.rules.js';

/** Ends the mails to whoever follows the link in one of them. The inbox stays. */
@Injectable()
export class Unsubscribing {
  private readonly tokens: UnsubscribeTokens;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly settings: SettingsStore,
  ) {
    this.tokens = new UnsubscribeTokens(config.secretKey);
  }

  /** Whose link it is; undefined when it is not one of ours. */
  whose(token: string): { newsroom: string; personId: string } | undefined {
    return this.tokens.read(token);
  }

  /** What came by mail or digest comes to the inbox alone; what somebody did not want at all stays so. */
  async end(tx: Tx, personId: string): Promise<void> {
    const { preferences, digestHour, version } = await this.settings.of(tx, personId);
    const quiet = Object.fromEntries(
      kindNames.map((kind): [string, How] => [kind, preferences[kind] === 'none' ? 'none' : 'inbox']),
    );
    await this.settings.save(tx, personId, { preferences: quiet, digestHour, version });
  }
}
