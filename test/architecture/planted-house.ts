import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const LAYING_DOWN_THE_LAW = [
  'package.json',
  'tsconfig.json',
  '.dependency-cruiser.mjs',
  'eslint.config.mjs',
  'tools/layers.mjs',
  'tools/names.mjs',
];

export interface Violation {
  rule: string;
  file: string;
}

/** A small house in a temporary folder under the real rules: every lib has a door and nothing behind it, but for what a test plants. */
export class PlantedHouse {
  private constructor(private readonly root: string) {}

  static async build(files: Record<string, string>): Promise<PlantedHouse> {
    const root = await mkdtemp(join(tmpdir(), 'corroborate-house-'));
    const house = new PlantedHouse(root);
    for (const file of LAYING_DOWN_THE_LAW) await cp(join(ROOT, file), join(root, file));
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    const { imports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { imports: object };
    for (const door of Object.keys(imports)) {
      await house.plant(`libs/${door.slice(1)}/index.ts`, `export const ${door.slice(1)} = 'a door';\n`);
    }
    for (const [file, text] of Object.entries(files)) await house.plant(file, text);
    return house;
  }

  /** What dependency-cruiser finds, one entry per rule and importing file. */
  async cruise(): Promise<Violation[]> {
    const out = await this.run('depcruise', [
      '--config',
      '.dependency-cruiser.mjs',
      '-T',
      'json',
      'apps',
      'libs',
      'migrations',
    ]);
    const { summary } = JSON.parse(out) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return summary.violations.map(({ from, rule }) => ({ rule: rule.name, file: from }));
  }

  async lint(): Promise<(Violation & { message: string })[]> {
    const out = await this.run('eslint', ['--format', 'json', '.']);
    const files = JSON.parse(out) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
    return files.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, message }) => ({
        rule: ruleId ?? 'parse',
        file: filePath.slice(this.root.length + 1),
        message,
      })),
    );
  }

  /** Sentences of tools/names.mjs. */
  async names(): Promise<string> {
    return this.run(process.execPath, [join(this.root, 'tools/names.mjs'), this.root]);
  }

  tearDown(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  private async plant(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.root, file)), { recursive: true });
    await writeFile(join(this.root, file), text);
  }

  /** Both streams: these tools end with a code other than 0 when they find something. */
  private run(tool: string, args: string[]): Promise<string> {
    const command = tool.includes('/') ? tool : join(ROOT, 'node_modules/.bin', tool);
    return new Promise((resolve) => {
      execFile(command, args, { cwd: this.root, maxBuffer: 64 * 2 ** 20 }, (_error, stdout, stderr) =>
        resolve(stdout || stderr),
      );
    });
  }
}
