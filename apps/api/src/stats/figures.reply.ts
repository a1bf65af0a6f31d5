import { Injectable } from '@nestjs/common';
import type { Tx } from '#database';
import { csv, type Cell, FlowStore, type Period } from '#insights';
import { problem } from '#problems';
import { answer, type Answer, text } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { Edge } from '../http/edge.js';
import type { StatsQuery } from './stats.schemas.js';

export type OfStats = Call<{ query: StatsQuery }>;

/** Figures of a period, and what is said of all of them together. */
export interface Found<R> {
  rows: readonly R[];
  more?: Record<string, unknown>;
}

/** Opens the unit of work for figures, settles their period, and shapes them as JSON or CSV. */
@Injectable()
export class FiguresReply {
  constructor(
    private readonly edge: Edge,
    private readonly flow: FlowStore,
  ) {}

  of<R extends { [K in keyof R]: Cell }>(
    call: OfStats,
    work: (tx: Tx, period: Period) => Promise<Found<R>>,
    columns: readonly (keyof R & string)[],
  ): Promise<Answer> {
    return this.edge.read(call, async (tx) => {
      const { from, until, desk = null, label = null, format } = call.query;
      const period = { ...(await this.flow.period(tx, { from, until })), desk, label };
      if (period.from >= period.until) throw emptyPeriod();
      const { rows, more } = await work(tx, period);
      const headers = { vary: 'accept' };
      if (format === 'csv' || (format === undefined && wantsCsv(call.raw.headers.accept))) {
        const name = call.route.path.split('/').slice(3).join('-');
        return text(csv(columns, rows as readonly Record<string, Cell>[]), 'text/csv; charset=utf-8; header=present', {
          headers: { ...headers, 'content-disposition': `attachment; filename="${name}.csv"` },
        });
      }
      return answer({ ...period, ...more, data: rows }, { headers });
    });
  }
}

/** CSV is named, and JSON is not. */
function wantsCsv(accept = ''): boolean {
  return /\btext\/csv\b/i.test(accept) && !/\bapplication\/(json|\*)/i.test(accept);
}

function emptyPeriod() {
  const wrong = { pointer: '?until', code: 'before-from', detail: 'does not lie after `from`' };
  return problem('request.invalid', { detail: `${wrong.pointer} ${wrong.detail}`, errors: [wrong] });
}
