import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { Egress, EgressError } from '#egress';
import { record, type LogActor } from '#log';
import { problem } from '#problems';
import { sourceAddressChanged, sourceCited, sourceRefreshAsked, sourceSnapshot } from './source.events.js';
import { SourceStore } from './source.store.js';
import type { Source } from './source.types.js';

/** Citing, and what people ask of a source. Going back to it is #refresh's. */
@Injectable()
export class Sources {
  constructor(
    private readonly store: SourceStore,
    private readonly egress: Egress,
  ) {}

  /**
   * The newsroom's one source at this address; checked soon, also when it was known. 422 `evidence.url-refused`.
   * `confidential`: a blind round keeps the citation, and the log does not name the address.
   */
  async cite(tx: Tx, actor: LogActor, address: string, confidential = false): Promise<Source> {
    const { source, added } = await this.store.cite(tx, actor, this.parse(address));
    if (added) await record(tx, sourceCited, { actor, ...about(source, confidential) });
    else await this.store.makeDue(tx, source.id);
    return source;
  }

  /** A passage is to be looked for that was not there to look for at the last check. */
  async lookAgain(tx: Tx, id: string): Promise<void> {
    await this.store.makeDue(tx, id);
  }

  async refresh(tx: Tx, actor: LogActor, id: string): Promise<Source> {
    if (!(await this.store.makeDue(tx, id))) throw problem('source.not-found');
    const source = (await this.store.byId(tx, id)) as Source;
    await record(tx, sourceRefreshAsked, { actor, ...about(source, await this.store.keptBlind(tx, id)) });
    return source;
  }

  /** Takes the address that permanent redirects proposed. 409 when none is proposed, or it is another source's. */
  async acceptMove(tx: Tx, actor: LogActor, id: string, seenVersion: number): Promise<Source> {
    const source = await this.store.lock(tx, id);
    if (!source) throw problem('source.not-found');
    if (source.version !== seenVersion) throw problem('version.stale', { extra: { currentVersion: source.version } });
    if (source.proposedUrl === null) throw problem('source.no-proposed-address');
    const moved = await this.store.accept(tx, id, this.parse(source.proposedUrl));
    if (!moved) throw problem('source.address-taken');
    const confidential = await this.store.keptBlind(tx, id);
    const { subject, data } = about(moved, confidential);
    await record(tx, sourceAddressChanged, {
      actor,
      subject,
      data: { ...data, from: confidential ? null : source.url },
    });
    return moved;
  }

  private parse(address: string): URL {
    try {
      return this.egress.inspect(address);
    } catch (error) {
      if (error instanceof EgressError) throw problem('evidence.url-refused', error.message);
      throw error;
    }
  }
}

function about(source: Source, confidential: boolean) {
  return { subject: { id: source.id, version: source.version }, data: sourceSnapshot(source, confidential) };
}
