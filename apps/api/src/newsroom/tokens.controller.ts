import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Tokens, type MadeToken, type Permission } from '#newsroom';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { ById } from '../http/schemas.js';
import { NewMachineToken, NewPersonToken, TokenList, TokenView, TokenWithSecret } from './newsroom.schemas.js';
import { tokenView } from './newsroom.views.js';

type OfOwner<B = unknown> = Call<{ params: z.output<typeof ById>; body: B }>;
const tag = 'Tokens';
const onceOnly = 'The token is in this answer and in no other; only its hash is stored.';

@Controller()
export class TokensController {
  constructor(
    private readonly edge: Edge,
    private readonly tokens: Tokens,
  ) {}

  @Route({
    method: 'POST',
    path: '/v1/people/:id/tokens',
    id: 'makePersonToken',
    tag,
    summary: 'Make a token for yourself; with people.manage, for anybody',
    description: `${onceOnly} It carries no more than the person, and whoever makes it, may do.`,
    permission: 'anyone',
    params: ById,
    body: NewPersonToken,
    replies: { 201: TokenWithSecret },
    problems: ['person.not-found', 'permission.missing', 'token.scope-too-wide', 'token.expiry-in-past'],
  })
  forPerson(@Calling() call: OfOwner<z.output<typeof NewPersonToken>>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const { scopes = null, ...rest } = call.body;
      const given = { ...rest, scopes: scopes as Permission[] | null };
      return made(await this.tokens.forPerson(tx, call.actor, call.params.id, given));
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/people/:id/tokens',
    id: 'listPersonTokens',
    tag,
    summary: 'A person’s tokens, newest first, revoked ones too',
    description: 'At most the 200 newest.',
    permission: 'anyone',
    params: ById,
    replies: { 200: TokenList },
    problems: ['person.not-found', 'permission.missing'],
  })
  ofPerson(@Calling() call: OfOwner): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const tokens = await this.tokens.ofPerson(tx, call.actor, call.params.id);
      return answer({ data: tokens.map(tokenView) });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/machines/:id/tokens',
    id: 'makeMachineToken',
    tag,
    summary: 'Make a token for a machine',
    description: `${onceOnly} Its scopes are all that the machine may do.`,
    permission: 'people.manage',
    params: ById,
    body: NewMachineToken,
    replies: { 201: TokenWithSecret },
    problems: ['machine.not-found', 'token.scope-too-wide', 'token.expiry-in-past'],
  })
  forMachine(@Calling() call: OfOwner<z.output<typeof NewMachineToken>>): Promise<Answer> {
    return this.edge.write(call, async (tx) => {
      const given = { ...call.body, scopes: call.body.scopes as Permission[] };
      return made(await this.tokens.forMachine(tx, call.actor, call.params.id, given));
    });
  }

  @Route({
    method: 'GET',
    path: '/v1/machines/:id/tokens',
    id: 'listMachineTokens',
    tag,
    summary: 'A machine’s tokens, newest first, revoked ones too',
    description: 'At most the 200 newest.',
    permission: 'people.manage',
    params: ById,
    replies: { 200: TokenList },
    problems: ['machine.not-found'],
  })
  ofMachine(@Calling() call: OfOwner): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const tokens = await this.tokens.ofMachine(tx, call.params.id);
      return answer({ data: tokens.map(tokenView) });
    });
  }

  @Route({
    method: 'POST',
    path: '/v1/tokens/:id/revoke',
    id: 'revokeToken',
    tag,
    summary: 'Revoke a token of yours; with people.manage, anybody’s',
    description: 'Counts at once, in every process. Revoking twice is no error.',
    permission: 'anyone',
    params: ById,
    replies: { 200: TokenView },
    problems: ['token.not-found'],
  })
  revoke(@Calling() call: OfOwner): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      answer(tokenView(await this.tokens.revoke(tx, call.actor, call.params.id))),
    );
  }
}

function made({ token, secret }: MadeToken): Answer {
  return answer({ ...tokenView(token), token: secret }, { status: 201, secrets: ['token'] });
}
