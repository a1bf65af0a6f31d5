import { sample } from './sample.js';

type Schema = Record<string, unknown>;
export type Path = (string | number)[];

/** An operation that takes JSON, with the least body that fits. */
export interface Door {
  id: string;
  method: string;
  path: string;
  body: Schema;
}

/** A place in a body that takes text: `free` where people write as they like, else of a form (an address, a time, an id). */
export interface Field {
  door: Door;
  path: Path;
  free: boolean;
  max: number;
}

/** Every door with a JSON body in an OpenAPI document, and every text in them. Choices of an enum are no text. */
export function fieldsOf(document: Schema): { doors: Door[]; fields: Field[] } {
  const { schemas } = document['components'] as { schemas: Record<string, Schema> };
  const doors: Door[] = [];
  const fields: Field[] = [];
  for (const [path, methods] of Object.entries(document['paths'] as Record<string, Record<string, Schema>>)) {
    for (const [method, operation] of Object.entries(methods)) {
      const content = (operation['requestBody'] as Schema | undefined)?.['content'] as
        Record<string, Schema> | undefined;
      const schema = content?.['application/json']?.['schema'] as Schema | undefined;
      if (!schema) continue;
      const id = operation['operationId'] as string;
      const door = { id, method: method.toUpperCase(), path, body: sample(schema, schemas) as Schema };
      doors.push(door);
      for (const found of texts(schema, schemas, [])) fields.push({ door, ...found });
    }
  }
  return { doors, fields };
}

function texts(schema: Schema, schemas: Record<string, Schema>, path: Path): Omit<Field, 'door'>[] {
  const ref = schema['$ref'];
  if (typeof ref === 'string') return texts(schemas[ref.replace('#/components/schemas/', '')] as Schema, schemas, path);
  const branches = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as Schema[] | undefined;
  if (branches) return branches.flatMap((branch) => texts(branch, schemas, path));
  if (schema['type'] === 'string') {
    if (schema['enum'] ?? schema['const']) return [];
    const free = schema['pattern'] === undefined && schema['format'] === undefined;
    return [{ path, free, max: Number(schema['maxLength'] ?? 1e9) }];
  }
  if (schema['type'] === 'array') return texts((schema['items'] ?? {}) as Schema, schemas, [...path, 0]);
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const others = schema['additionalProperties'];
  if (typeof others === 'object' && others !== null) properties.push(['en', others as Schema]);
  return properties.flatMap(([key, inner]) => texts(inner, schemas, [...path, key]));
}

export function pointerOf(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The body with a value put there; what is missing on the way is made. */
export function withValue(body: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  if (typeof first === 'number') {
    const list = Array.isArray(body) ? [...(body as unknown[])] : [];
    list[first] = withValue(list[first], rest, value);
    return list;
  }
  const object = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Schema) : {};
  return { ...object, [first]: withValue(object[first], rest, value) };
}
