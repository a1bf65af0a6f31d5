type Schema = Record<string, unknown>;

/** The least that a JSON Schema of ours lets through, by its type; `components` resolve references. */
export function sample(schema: Schema | undefined, components: Record<string, Schema>, name = ''): unknown {
  if (!schema) return undefined;
  const ref = schema['$ref'];
  if (typeof ref === 'string') return sample(components[ref.replace('#/components/schemas/', '')], components, name);
  for (const key of ['const', 'default'] as const) if (key in schema) return schema[key];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const first = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as Schema[] | undefined;
  if (first) return sample(first[0], components, name);
  switch (Array.isArray(schema['type']) ? schema['type'][0] : schema['type']) {
    case 'object':
      return sampleObject(schema, components);
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () =>
        sample(schema['items'] as Schema, components, name),
      );
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 1), 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleText(schema, name);
  }
}

function sampleObject(schema: Schema, components: Record<string, Schema>): Schema {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const required = (schema['required'] ?? []) as string[];
  return Object.fromEntries(required.map((key) => [key, sample(properties[key], components, key)]));
}

function sampleText(schema: Schema, name: string): string {
  switch (schema['format']) {
    case 'uuid':
      return '0191d7b0-0000-7000-8000-0000000000aa';
    case 'date-time':
      return '2027-01-01T00:00:00Z';
    case 'uri':
      return 'https://example.org/page';
  }
  return (BY_NAME[name] ?? 'words that fit').slice(0, Number(schema['maxLength'] ?? 50));
}

/** Members whose pattern says more than their type. */
const BY_NAME: Record<string, string> = {
  url: 'https://example.org/page',
  email: 'ada@example.org',
  language: 'en',
  slug: 'some-slug',
  key: 'true',
};
