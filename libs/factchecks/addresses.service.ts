import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import type { Tx } from '#database';
import { NewsroomStore } from '#newsroom';
import { PublicAddresses } from './addresses.rules.js';

@Injectable()
export class Addresses {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly newsrooms: NewsroomStore,
  ) {}

  /** The addresses of the newsroom of `tx`. */
  async of(tx: Tx): Promise<PublicAddresses> {
    return new PublicAddresses(this.config.publicBaseUrl, await this.newsrooms.byId(tx));
  }
}
