import { applyDecorators, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { Permission } from '#newsroom';
import type { ProblemCode } from '#problems';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route is, once: the guard enforces it, the OpenAPI document prints it. */
export interface RouteSpec {
  method: Method;
  /** With parameters as `:name`. */
  path: string;
  /** The operationId. */
  id: string;
  tag: string;
  summary: string;
  description?: string;
  /** What the caller needs; `public` needs no token, `anyone` any valid token. A route without it stops the start. */
  permission: Permission | 'public' | 'anyone';
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The body is optional: absent is `{}`. */
  bodyOptional?: boolean;
  /** Takes multipart/form-data instead of JSON; documented by this JSON Schema of the form. */
  upload?: { form: Record<string, unknown> };
  /** A schema, a media type for anything that is not JSON, or null for an empty answer. */
  replies: Record<number, z.ZodType | string | null>;
  /** A media type that the JSON of 200 also comes in, by Accept. */
  alsoAs?: string;
  /** Beyond those that every route can give. */
  problems?: ProblemCode[];
  /** Needs If-Match with the version that the caller saw. */
  change?: boolean;
  /** Single resource with an ETag: documents If-None-Match and 304. */
  etag?: boolean;
}

export const ROUTE = 'corroborate:route';

const routes: RouteSpec[] = [];

/** All routes whose controllers have been imported, in the order of the document. */
export function declaredRoutes(): readonly RouteSpec[] {
  return routes;
}

/** Declares a route: method, permission, inputs, answers. The only way to make one. */
export function Route(spec: RouteSpec): MethodDecorator {
  const parameters = [...spec.path.matchAll(/:(\w+)/g)].map((match) => match[1]);
  if (parameters.length > 0 && !spec.params)
    throw new Error(`${spec.method} ${spec.path} has parameters and no schema for them.`);
  if (routes.some((route) => route.id === spec.id)) throw new Error(`Two routes are called ${spec.id}.`);
  routes.push(spec);
  return applyDecorators(
    RequestMapping({ path: spec.path, method: RequestMethod[spec.method] }),
    SetMetadata(ROUTE, spec),
  );
}
