import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '#database';
import { record } from '#log';
import { problem } from '#problems';
import type { Actor } from './actor.js';
import { MachinesStore, type MachineRow } from './machines.store.js';
import { machineAdded, machineEdited } from './newsroom.events.js';
import { TokenCache } from './token-cache.js';
import { assertSeen } from './version.rules.js';

/** Programs with a name of their own. They propose; what they may do is in the scopes of their tokens, and never a decision. */
@Injectable()
export class Machines {
  constructor(
    private readonly machines: MachinesStore,
    private readonly cache: TokenCache,
  ) {}

  async add(tx: Tx, actor: Actor, name: string): Promise<MachineRow> {
    const machine = await this.machines.insert(tx, uuidv7(), name);
    await record(tx, machineAdded, { actor, subject: { id: machine.id, version: machine.version }, data: { name } });
    return machine;
  }

  async edit(
    tx: Tx,
    actor: Actor,
    id: string,
    seen: number | undefined,
    change: { name?: string; active?: boolean },
  ): Promise<MachineRow> {
    const before = await this.machines.lock(tx, id);
    if (!before) throw problem('machine.not-found');
    assertSeen(before.version, seen);
    const { name = before.name, active = before.active } = change;
    if (name === before.name && active === before.active) return before;
    const machine = await this.machines.update(tx, id, { name, active });
    await record(tx, machineEdited, { actor, subject: { id, version: machine.version }, data: { name, active } });
    this.cache.dropAll(tx);
    return machine;
  }
}
