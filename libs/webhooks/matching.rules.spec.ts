import type { SealedRow } from '#log';
import { matchesOf, unknownPatterns } from './matching.rules.js';
import './webhooks.events.js';

const row = (type: string, more: Partial<SealedRow> = {}): SealedRow =>
  ({
    id: `event-${type}`,
    type,
    at: new Date(0),
    subjectId: 'somebody',
    claimId: null,
    data: {},
    ...more,
  }) as SealedRow;
const endpoint = (id: string, events: string[], desk: string | null = null) => ({ id, events, desk });
const ids = (rows: SealedRow[], ...endpoints: ReturnType<typeof endpoint>[]) =>
  matchesOf(rows, endpoints, new Map([['claim-1', 'city']])).map(
    ({ eventType, endpointId }) => `${eventType} > ${endpointId}`,
  );

describe('Which endpoint hears of what', () => {
  it('is by type, by group, or everything that goes out', () => {
    const rows = [row('endpoint.disabled')];
    expect(
      ids(rows, endpoint('a', ['endpoint.disabled']), endpoint('b', ['endpoint.*']), endpoint('c', ['*'])),
    ).toHaveLength(3);
    expect(ids(rows, endpoint('a', ['endpoint']), endpoint('b', ['ping']), endpoint('c', ['end*']))).toEqual([]);
  });

  it('is never what is history only, nor what this version does not know', () => {
    expect(
      ids([row('endpoint.created'), row('future.thing')], endpoint('a', ['*', 'endpoint.created', 'future.*'])),
    ).toEqual([]);
  });

  it('is a ping for the endpoint that it is about, whatever it subscribed to', () => {
    expect(ids([row('ping', { subjectId: 'b' })], endpoint('a', ['*']), endpoint('b', ['claim.*'], 'city'))).toEqual([
      'ping > b',
    ]);
  });

  it('is, for an endpoint with a desk, what belongs to that desk: as the event says, or else as its claim does', () => {
    const city = endpoint('a', ['*'], 'city');
    const type = 'endpoint.disabled';
    expect(ids([row(type, { data: { desk: 'city' } })], city)).toHaveLength(1);
    expect(ids([row(type, { claimId: 'claim-1' })], city)).toHaveLength(1);
    for (const other of [
      {},
      { data: { desk: 'sport' } },
      { data: { desk: null }, claimId: 'claim-1' },
      { claimId: 'claim-2' },
    ])
      expect(ids([row(type, other)], city)).toEqual([]);
  });

  it('can be told in advance when a subscription covers nothing', () => {
    expect(unknownPatterns(['*', 'endpoint.*', 'ping', 'endpoint.created', 'nothing.*', 'pin'])).toEqual([3, 4, 5]);
  });
});
