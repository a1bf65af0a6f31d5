import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { LogStore } from '#log';
import { type Actor, People, type PersonRow } from '#newsroom';
import { VerdictStore } from '#reviews';

/** Takes away what names a person, everywhere but in what was published under their name. The chain of the log stays whole. */
@Injectable()
export class Erasures {
  constructor(
    private readonly people: People,
    private readonly verdicts: VerdictStore,
    private readonly log: LogStore,
  ) {}

  /** 404 person, 409 `person.still-active`, 412 for another version than the one seen. */
  async erase(tx: Tx, actor: Actor, id: string, seen: number): Promise<PersonRow> {
    const person = await this.people.erase(tx, actor, id, seen);
    await this.verdicts.forgetReasons(tx, id);
    await this.log.erasePersonal(tx, id);
    return person;
  }
}
