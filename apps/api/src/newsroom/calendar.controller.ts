import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Calendars, CalendarStore, weekdays, type Stretch, type WholeCalendar } from '#newsroom';
import { type Answer, answer } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Edge } from '../http/edge.js';
import { Route } from '../http/route.js';
import { CalendarBody, CalendarView, MomentQuery, MomentView } from './calendar.schemas.js';

@Controller()
export class CalendarController {
  constructor(
    private readonly edge: Edge,
    private readonly calendars: Calendars,
    private readonly store: CalendarStore,
  ) {}

  @Route({
    method: 'GET',
    path: '/v1/calendar',
    id: 'getCalendar',
    tag: 'Policy',
    summary: 'When this newsroom works, and when it is left in peace',
    permission: 'claim.read',
    replies: { 200: CalendarView },
    etag: true,
  })
  get(@Calling() call: Call): Promise<Answer> {
    return this.edge.read(call, async (tx) => shown(await this.calendars.current(tx)));
  }

  @Route({
    method: 'PUT',
    path: '/v1/calendar',
    id: 'saveCalendar',
    tag: 'Policy',
    summary: 'Save a new version of the calendar',
    description:
      'Due times that stand stay as they are. What is still to be told of them is counted again: by the new hours at work, and not in the new quiet hours.',
    permission: 'policy.manage',
    body: CalendarBody,
    replies: { 200: CalendarView },
    problems: ['calendar.invalid'],
    change: true,
  })
  save(@Calling() call: Call<{ body: z.output<typeof CalendarBody> }>): Promise<Answer> {
    return this.edge.write(call, async (tx) =>
      shown(await this.calendars.save(tx, call.actor, call.seenVersion, call.body)),
    );
  }

  @Route({
    method: 'GET',
    path: '/v1/calendar/moment',
    id: 'getCalendarMoment',
    tag: 'Policy',
    summary: 'What the calendar says of a moment, and when hours at work from there are over',
    description: 'To try a calendar: the answer to “when is a claim due that comes in on Friday at five?”.',
    permission: 'claim.read',
    query: MomentQuery,
    replies: { 200: MomentView },
  })
  moment(@Calling() call: Call<{ query: z.output<typeof MomentQuery> }>): Promise<Answer> {
    const { at, hours } = call.query;
    return this.edge.read(call, async (tx) => {
      const { body } = await this.calendars.current(tx);
      const moment = await this.store.moment(tx, body, at ?? null);
      const quiet = moment.awakeAt > moment.at;
      const dueAt = hours === undefined ? null : await this.store.working(tx, body, moment.at, hours);
      const { atWork } = moment;
      return answer({ at: moment.at, atWork, quietUntil: quiet ? moment.awakeAt : null, dueAt });
    });
  }
}

function shown({ body, version, createdAt }: WholeCalendar): Answer {
  const { timeZone, quietHours, quietOnDaysOff, holidays } = body;
  const workingHours = Object.fromEntries(weekdays.map((day) => [day, body.workingHours[day].map(inOrder)]));
  const quiet = quietHours && inOrder(quietHours);
  const view = { timeZone, workingHours, quietHours: quiet, quietOnDaysOff, holidays, savedAt: createdAt, version };
  return answer(view, { version });
}

/** jsonb keeps no order, and people read this. */
function inOrder({ from, to }: Stretch): Stretch {
  return { from, to };
}
