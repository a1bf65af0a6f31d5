import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { unnamed } from './comments.rules.js';
import { CommentStore } from './comments.store.js';

/** Takes somebody who left out of the talk: their own words go, in what others said their name does. Places and threads stay. */
@Injectable()
export class CommentErasure {
  constructor(private readonly store: CommentStore) {}

  /** How many comments lost their words, and how many of others' texts the name. */
  async erase(tx: Tx, personId: string): Promise<{ comments: number; mentions: number }> {
    const comments = await this.store.eraseWords(tx, personId);
    const calling = await this.store.textsThatCall(tx, personId);
    const reworded = calling
      .map((said) => ({ ...said, ...unnamed(said.text, said.mentions, personId) }))
      .filter(({ text }, at) => text !== calling[at]?.text);
    await this.store.reword(tx, reworded);
    return { comments, mentions: reworded.length };
  }
}
