import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { AnchorStore, exportedAnchor } from '#log';
import type { Answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Route } from '../http/route.js';
import { OfNewsroom, PublicList, PublicLogHeads } from './public.schemas.js';
import { publicJson, PublicNewsroom } from './public-newsroom.js';

type OfList = Call<{ params: z.output<typeof OfNewsroom>; query: z.output<typeof PublicList> }>;

/** The heads of a newsroom's log, for the world to keep: who has one can tell later that nothing before it was changed. */
@Controller()
export class LogHeadsController {
  constructor(
    private readonly newsroom: PublicNewsroom,
    private readonly anchors: AnchorStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/public/:newsroom/log-heads.json',
    id: 'publicLogHeads',
    tag: 'Public',
    summary: 'The daily heads of the newsroom’s log, newest first',
    description:
      'A head is the hash that its chain of changes closed with on that day; it says nothing of what they were. `token` is a time stamp on it (RFC 3161), where the newsroom asks for one.',
    permission: 'public',
    params: OfNewsroom,
    query: PublicList,
    replies: { 200: PublicLogHeads },
    problems: ['newsroom.not-found'],
  })
  list(@Calling() call: OfList): Promise<Answer> {
    const before = call.after?.[0];
    return this.newsroom.read(call.params.newsroom, async (tx) => {
      const rows = await this.anchors.latest(tx, before === undefined ? undefined : String(before), call.limit + 1);
      const anchors = rows.slice(0, call.limit).map(exportedAnchor);
      const last = anchors.at(-1);
      const next = rows.length > call.limit && last ? call.cursor([last.day]) : null;
      return publicJson({ newsroom: call.params.newsroom, anchors, next });
    });
  }
}
