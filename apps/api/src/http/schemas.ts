import { z } from 'zod';

/** Pieces that request and reply schemas are made of. */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not an id')
  .meta({ format: 'uuid' });

export const ById = z.strictObject({ id: uuid });

/** In replies: a Date of ours, RFC 3339 in UTC on the wire. */
export const time = z.iso.datetime() as unknown as z.ZodType<Date | string>;

/** In requests: RFC 3339 with any offset; becomes a Date. */
export const timeGiven = z.iso
  .datetime({ offset: true, abort: true })
  .refine((value) => !Number.isNaN(Date.parse(value)), 'is not a time')
  .transform((value) => new Date(value))
  .meta({ format: 'date-time' });

export const languageTag = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a BCP 47 language tag')
  .max(35);

/** Text that people wrote: not empty after trimming, at most `max` UTF-16 units. Stored as given. */
export function words(max: number) {
  return z
    .string()
    .max(max)
    .refine((value) => value.trim() !== '', { error: 'is empty', params: { code: 'empty' } });
}

/** For a list in which nothing may stand twice: names each place where something does. */
export function once<T>(keyOf: (item: T) => string, detail: string) {
  return (items: readonly T[], ctx: z.RefinementCtx): void => {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      const key = keyOf(item);
      if (seen.has(key)) ctx.addIssue({ code: 'custom', path: [index], message: detail, params: { code: 'twice' } });
      seen.add(key);
    });
  };
}

export const httpUrl = z
  .string()
  .max(2048)
  .refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), 'is not an http(s) address')
  .meta({ format: 'uri' });

export const NoQuery = z.strictObject({});

/** The query of a list: its filters, and `limit` and `cursor`. */
export function listQuery<S extends z.ZodRawShape>(filters: S) {
  return z.strictObject({
    ...filters,
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'rows a page, 1 to 200; 50 unless given' }),
    cursor: z.string().max(4096).optional().meta({ description: 'the `page.next` of the page before' }),
  });
}

/** The reply of a list. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), page: z.object({ next: z.string().nullable(), limit: z.number().int() }) });
}
