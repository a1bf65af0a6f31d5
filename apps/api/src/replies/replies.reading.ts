import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { PeopleStore } from '#newsroom';
import { answerOf, type ReplyRequest } from '#replies';
import { answer, type Answer, type AnswerOptions } from '../http/answer.js';

/** What replies about requests for comment are made of. */
@Injectable()
export class ReplyViews {
  constructor(private readonly people: PeopleStore) {}

  /** In the order given, with the names of those who asked. */
  async of(tx: Tx, requests: readonly ReplyRequest[]) {
    const names = await this.people.names(tx, [...new Set(requests.map(({ askedBy }) => askedBy))]);
    return requests.map((request) => view(request, names));
  }

  async answer(tx: Tx, request: ReplyRequest, options: AnswerOptions = {}): Promise<Answer> {
    const [shown] = await this.of(tx, [request]);
    return answer(shown, { version: request.version, ...options });
  }
}

function view(request: ReplyRequest, names: ReadonlyMap<string, string>) {
  const { id, claimId, name, role, organisation, claimant, channel, contact, question, askedBy } = request;
  const { askedAt, dueAt, state, createdAt, erasedAt, mergedFrom, concealed, version } = request;
  const { withdrawnAt, withdrawnBy, withdrawnReason } = request;
  return {
    ...{ id, claimId, name, role, organisation, claimant, channel, contact, question },
    askedBy: { id: askedBy, name: names.get(askedBy) ?? null },
    ...{ askedAt, dueAt, public: request.public, state },
    answer: answerOf(request) ?? null,
    createdAt,
    withdrawn: withdrawnAt && { at: withdrawnAt, by: withdrawnBy, reason: withdrawnReason },
    ...{ erasedAt, mergedFrom, concealed, version },
  };
}
