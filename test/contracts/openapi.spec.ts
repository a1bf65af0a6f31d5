import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { catalogue } from '#problems';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'test/contracts/openapi.json');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

interface Operation {
  operationId: string;
  'x-permission'?: string;
  responses: Record<string, { description: string }>;
}

describe('the OpenAPI document that integrators build on', () => {
  it('passes spectral:oas without an error or a warning', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'corroborate-lint-'));
    const rules = join(folder, 'rules.yaml');
    await writeFile(rules, 'extends: ["spectral:oas"]\n');
    const { stdout } = await run(bin('spectral'), ['lint', FILE, '-r', rules, '--fail-severity', 'warn']);
    await rm(folder, { recursive: true });
    expect(stdout).toContain('No results');
  });

  it('passes Redocly’s recommended rules', async () => {
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const { stderr, stdout } = await run(bin('redocly'), ['lint', FILE, '--extends', 'recommended'], { env });
    expect(stderr + stdout).toMatch(/is valid/);
  });

  it('names for every operation a permission, and only problems that the catalogue has', async () => {
    const document = JSON.parse(await readFile(FILE, 'utf8')) as { paths: Record<string, Record<string, Operation>> };
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(100);
    expect(operations.filter((operation) => !operation['x-permission'])).toEqual([]);
    const named = operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ description }) => [...description.matchAll(/`([a-z-]+\.[a-z-]+)`/g)].map(([, code]) => code as string)),
    );
    expect([...new Set(named)].filter((code) => !Object.hasOwn(catalogue, code))).toEqual([]);
  });
});
