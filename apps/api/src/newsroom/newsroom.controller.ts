import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Newsrooms, NewsroomStore } from '#newsroom';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { MeView, NewsroomChange, NewsroomView } from './newsroom.schemas.js';
import { meView, newsroomView } from './newsroom.views.js';

@Controller()
export class NewsroomController {
  constructor(
    private readonly edge: Edge,
    private readonly store: NewsroomStore,
    private readonly newsrooms: Newsrooms,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/me',
    id: 'getMe',
    tag: 'Newsroom',
    summary: 'Who this token stands for, and what it may do',
    permission: 'anyone',
    replies: { 200: MeView },
  })
  me(@Calling() call: Call): Promise<Answer> {
    return this.edge.read(call, async (tx) => answer(meView(call.actor, await this.store.byId(tx))));
  }

  @Route({
    method: 'GET',
    path: '/v1/newsroom',
    id: 'getNewsroom',
    tag: 'Newsroom',
    summary: 'The newsroom of this token',
    permission: 'anyone',
    replies: { 200: NewsroomView },
    etag: true,
  })
  get(@Calling() call: Call): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const newsroom = await this.store.byId(tx);
      return answer(newsroomView(newsroom), { version: newsroom.version });
    });
  }

  @Route({
    method: 'PATCH',
    path: '/v1/newsroom',
    id: 'changeNewsroom',
    tag: 'Newsroom',
    summary: 'Rename the newsroom',
    description: 'The new name goes into pages and markup from the next version of a fact-check on.',
    permission: 'policy.manage',
    body: NewsroomChange,
    replies: { 200: NewsroomView },
    change: true,
  })
  change(@Calling() call: Call<{ body: z.output<typeof NewsroomChange> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const newsroom = await this.newsrooms.rename(tx, call.actor, call.seenVersion, call.body.name);
      return answer(newsroomView(newsroom), { version: newsroom.version });
    });
  }
}
