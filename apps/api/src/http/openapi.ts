import type { z } from 'zod';
import { catalogue, type ProblemCode } from '#problems';
import { eventTypes, type EventType } from '#log';
import { jsonSchemaOf } from './json-schema.js';
import { declaredRoutes, type RouteSpec } from './route.js';
import { openapiIntroduction, tagTexts } from './openapi.texts.js';

type Schema = Record<string, unknown>;

/** The OpenAPI 3.1 document, from the declared routes and event types. */
export function openapiDocument(serverUrl = 'http://127.0.0.1:3000'): Record<string, unknown> {
  const components = new Components();
  const paths: Record<string, Record<string, unknown>> = {};
  const routes = [...declaredRoutes()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, components);
  }
  const webhooks = Object.fromEntries(
    eventTypes()
      .filter((event) => event.public)
      .map((event) => [event.type, { post: webhook(event) }]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Corroborate',
      version: '1',
      description: openapiIntroduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      contact: { name: 'Whoever runs this service' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(routes.map((route) => route.tag))]
      .sort()
      .map((name) => ({ name, description: tagTexts[name] ?? name })),
    security: [{ token: [] }],
    paths,
    webhooks,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token of a person or a machine.' } },
      schemas: { Problem: PROBLEM, ...components.sorted() },
    },
  };
}

/** Named schemas (`.meta({id})`), hoisted out of the places that use them. */
class Components {
  private readonly schemas: Record<string, Schema> = {};

  of(schema: z.ZodType, io: 'input' | 'output'): Schema {
    const { $schema: _, $defs, ...json } = jsonSchemaOf(schema, io) as Schema & { $defs?: Record<string, Schema> };
    for (const [name, definition] of Object.entries($defs ?? {})) this.schemas[name] = hoisted(definition) as Schema;
    const own = (json as { id?: string }).id;
    if (typeof own !== 'string') return hoisted(json) as Schema;
    this.schemas[own] = hoisted(json) as Schema;
    return { $ref: `#/components/schemas/${own}` };
  }

  sorted(): Record<string, Schema> {
    return Object.fromEntries(Object.entries(this.schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function hoisted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hoisted);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Schema;
  const ref = object['$ref'];
  if (typeof ref === 'string') return { ...object, $ref: ref.replace('#/$defs/', '#/components/schemas/') };
  const named = typeof object['id'] === 'string' && ('type' in object || 'anyOf' in object || 'oneOf' in object);
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, inner]) => (named && key === 'id' ? [] : [[key, hoisted(inner)]])),
  );
}

function operation(route: RouteSpec, components: Components): Schema {
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: describe(route),
    ...(route.permission === 'public' ? { security: [] } : {}),
    parameters: [...parameters(route, components), ...headerParameters(route)],
    ...requestBody(route, components),
    responses: responses(route, components),
    'x-permission': route.permission,
  };
}

function describe({ description, permission, change }: RouteSpec): string {
  const needs =
    permission === 'public'
      ? 'Open to everybody.'
      : permission === 'anyone'
        ? 'Any valid token.'
        : `Needs \`${permission}\`.`;
  return [description, needs, change ? 'Send `If-Match` with the version that you saw.' : ''].filter(Boolean).join(' ');
}

function parameters(route: RouteSpec, components: Components): Schema[] {
  const from = (schema: z.ZodType | undefined, place: 'path' | 'query'): Schema[] => {
    if (!schema) return [];
    const json = jsonSchemaOf(schema, 'input') as {
      properties?: Record<string, Schema>;
      required?: string[];
    };
    const shape = (schema as { shape?: Record<string, z.ZodType> }).shape ?? {};
    return Object.entries(json.properties ?? {}).map(([name, property]) => {
      const { description, ...rest } = shape[name] ? components.of(shape[name], 'input') : property;
      return {
        name,
        in: place,
        required: place === 'path' || (json.required ?? []).includes(name),
        ...(description ? { description } : {}),
        schema: queryType(rest),
      };
    });
  };
  return [...from(route.params, 'path'), ...from(route.query, 'query')];
}

/** A coerced number accepts anything by its schema; its bounds say that it is an integer. */
function queryType(schema: Schema): Schema {
  return schema['type'] === undefined && !('$ref' in schema) && !('anyOf' in schema) && !('enum' in schema)
    ? { type: 'string', ...schema }
    : schema;
}

function headerParameters(route: RouteSpec): Schema[] {
  const header = (name: string, required: boolean, description: string): Schema => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    ...(route.change ? [header('If-Match', true, 'the version that you saw, e.g. `"7"`')] : []),
    ...(route.etag ? [header('If-None-Match', false, 'the ETag that you hold')] : []),
    ...(route.method === 'POST' && route.permission !== 'public'
      ? [header('Idempotency-Key', false, 'the same key and body again gives the first answer again')]
      : []),
  ];
}

function requestBody(route: RouteSpec, components: Components): Schema {
  if (route.upload)
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: route.upload.form } } } };
  if (!route.body) return {};
  return {
    requestBody: {
      required: !route.bodyOptional,
      content: { 'application/json': { schema: components.of(route.body, 'input') } },
    },
  };
}

const EVERYWHERE: ProblemCode[] = ['request.invalid', 'request.too-many', 'server.error', 'server.unavailable'];
const BEHIND_TOKEN: ProblemCode[] = ['auth.required', 'auth.invalid-token', 'permission.missing'];

function responses(route: RouteSpec, components: Components): Schema {
  const all: Record<string, Schema> = {};
  for (const [status, reply] of Object.entries(route.replies)) {
    const content =
      reply === null
        ? {}
        : typeof reply === 'string'
          ? { [reply]: { schema: { type: 'string' } } }
          : { 'application/json': { schema: components.of(reply, 'output') } };
    if (route.alsoAs && status === '200') Object.assign(content, { [route.alsoAs]: { schema: { type: 'string' } } });
    all[status] = { description: PHRASES[status] ?? 'Done', ...(reply === null ? {} : { content }) };
  }
  if (route.etag) all['304'] = { description: 'Nothing changed' };
  const codes = [
    ...EVERYWHERE,
    ...(route.permission === 'public' ? [] : BEHIND_TOKEN),
    ...(route.change ? (['version.required', 'version.stale'] as const) : []),
    ...(route.body ? (['request.malformed-json', 'request.unsupported-media-type', 'request.too-large'] as const) : []),
    ...(route.method === 'POST' && route.permission !== 'public'
      ? (['idempotency.key-invalid', 'idempotency.key-reused', 'idempotency.in-progress'] as const)
      : []),
    ...(route.problems ?? []),
  ];
  for (const [status, names] of byStatus(codes)) {
    all[status] ??= {
      description: names.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return all;
}

function byStatus(codes: readonly ProblemCode[]): Map<string, ProblemCode[]> {
  const groups = new Map<string, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const status = String(catalogue[code][0]);
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const PHRASES: Record<string, string> = {
  200: 'Here it is',
  201: 'Made',
  202: 'Taken; the work goes on',
  204: 'Done, nothing to say',
  206: 'A part of the file',
};

function webhook(event: EventType): Schema {
  const { $schema: _, ...data } = jsonSchemaOf(event.data, 'output') as Schema;
  return {
    operationId: `on.${event.type}`,
    summary: event.summary,
    tags: ['Webhooks'],
    requestBody: {
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['id', 'type', 'schemaVersion', 'timestamp', 'newsroom', 'sequence', 'actor', 'subject', 'data'],
            properties: {
              id: { type: 'string', format: 'uuid' },
              type: { const: event.type },
              schemaVersion: { const: event.schemaVersion },
              timestamp: { type: 'string', format: 'date-time' },
              newsroom: { type: 'string' },
              sequence: { type: 'integer' },
              actor: { type: 'object' },
              subject: { type: 'object' },
              data,
            },
          },
        },
      },
    },
    responses: {
      '2XX': { description: 'Taken' },
      '410': { description: 'Never send here again: disables the endpoint' },
    },
  };
}

const PROBLEM: Schema = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; the texts are for people.',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};
