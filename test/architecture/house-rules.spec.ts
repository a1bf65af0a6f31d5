import { PlantedHouse, type Violation } from './planted-house.js';

const constructorOf = (count: number) =>
  `export class Busy {\n  constructor(${Array.from({ length: count }, (_, i) => `readonly part${i}: string`).join(', ')}) {}\n}\n`;
const longFile = (lines: number) =>
  `${Array.from({ length: lines }, (_, i) => `export const line${i} = ${i};`).join('\n')}\n`;

/** file, what is planted in it, the rule, what its message has to say, why. */
const offences: [file: string, text: string, rule: string, says: string, title: string][] = [
  ['libs/claims/any.ts', `export const x: any = 1;`, '@typescript-eslint/no-explicit-any', 'any', 'any'],
  [
    'libs/claims/float.ts',
    `const f = async (): Promise<void> => {};\nf();`,
    '@typescript-eslint/no-floating-promises',
    '',
    'a promise that nobody waits for',
  ],
  ['libs/claims/long.ts', longFile(301), 'max-lines', '300', 'a file of 301 lines'],
  ['libs/claims/long.spec.ts', longFile(501), 'max-lines', '500', 'a spec of 501 lines'],
  [
    'libs/claims/env.ts',
    `export const x = process.env.HOME;`,
    'no-restricted-syntax',
    'libs/config',
    'the environment outside config',
  ],
  [
    'apps/api/src/env.ts',
    `import { env } from 'node:process';\nexport const x = env.HOME;`,
    'no-restricted-imports',
    'libs/config',
    'the environment by another name',
  ],
  [
    'libs/claims/ref.ts',
    `import { forwardRef } from '@nestjs/common';\nexport const x = forwardRef;`,
    'no-restricted-imports',
    '#problems',
    'forwardRef in a lib',
  ],
  [
    'apps/api/src/ref.ts',
    `import { forwardRef } from '@nestjs/common';\nexport const x = forwardRef;`,
    'no-restricted-imports',
    'forwardRef',
    'forwardRef in an app',
  ],
  [
    'libs/claims/scope.ts',
    `import { Scope } from '@nestjs/common';\nexport const x = Scope.REQUEST;`,
    'no-restricted-syntax',
    'request scope',
    'request scope',
  ],
  [
    'libs/claims/http.ts',
    `import { NotFoundException } from '@nestjs/common';\nexport const x = NotFoundException;`,
    'no-restricted-imports',
    '#problems',
    'an HTTP exception outside the api',
  ],
  [
    'libs/claims/fetch.ts',
    `export const x = fetch('http://example.org');`,
    'no-restricted-globals',
    '#egress',
    'fetch outside the egress',
  ],
  [
    'libs/claims/get.ts',
    `import { get } from 'node:https';\nexport const x = get;`,
    'no-restricted-imports',
    '#egress',
    'an HTTP client outside the egress',
  ],
  [
    'libs/claims/busy.ts',
    constructorOf(6),
    'no-restricted-syntax',
    'five collaborators',
    'a class with six collaborators',
  ],
  [
    'libs/claims/system.ts',
    `declare const database: { system(r: string): void };\ndatabase.system('sweep');`,
    'no-restricted-syntax',
    'across newsrooms',
    'a look across newsrooms',
  ],
  [
    'libs/claims/own.ts',
    `class A { constructor(private readonly database: { system(r: string): void }) {}\n  run(): void { this.database.system('sweep'); } }\nexport { A };`,
    'no-restricted-syntax',
    'across newsrooms',
    'a look across newsrooms by a service',
  ],
  ['libs/claims/print.ts', `console.log('here');`, 'no-console', '', 'a forgotten print'],
  [
    'libs/claims/ignore.ts',
    `// @ts-ignore\nexport const x: number = '1';`,
    '@typescript-eslint/ban-ts-comment',
    '',
    'a type error that is told to be quiet',
  ],
];

const lawful: Record<string, string> = {
  'libs/config/config.ts': `export const home = process.env.HOME;\n`,
  'libs/egress/egress.service.ts': `import { get } from 'node:https';\nexport const a = [get, fetch];\n`,
  'apps/api/src/problem.filter.ts': `import { NotFoundException } from '@nestjs/common';\nexport const x = NotFoundException;\n`,
  'libs/log/sealer.service.ts': `declare const database: { system(r: string): void };\ndatabase.system('seal');\n`,
  'libs/claims/five.ts': constructorOf(5),
  'libs/claims/full.ts': longFile(300),
  'libs/claims/full.spec.ts': longFile(500),
};

describe('A house rule that a linter can see', () => {
  let house: PlantedHouse;
  let found: (Violation & { message: string })[];
  let names: string;

  beforeAll(async () => {
    house = await PlantedHouse.build({
      ...lawful,
      ...Object.fromEntries(offences.map(([file, text]) => [file, `${text}\n`])),
      'libs/claims/utils.ts': 'export {};\n',
      'libs/shared/claim.ts': 'export {};\n',
      'apps/api/src/common/page.ts': 'export {};\n',
    });
    [found, names] = await Promise.all([house.lint(), house.names()]);
  });

  afterAll(() => house.tearDown());

  it.each(offences)('%s: refused by its rule', (file, _text, rule, says) => {
    const bites = found.filter((violation) => violation.file === file && violation.rule === rule);
    expect(bites.map(({ message }) => message).join('\n')).toContain(says);
    expect(bites).not.toEqual([]);
  });

  it('leaves each thing alone in the one place that it belongs to', () => {
    expect(found.filter(({ file }) => file in lawful)).toEqual([]);
  });

  it.each([
    ['libs/claims/utils.ts', 'a file called utils'],
    ['libs/shared', 'a lib called shared'],
    ['apps/api/src/common', 'a folder called common'],
  ])('refuses %s: %s', (path) => {
    expect(names).toContain(`${path}: `);
  });

  it('asks every lib for a place in the house and for a door', () => {
    expect(names).toContain('libs/shared has no line');
    expect(names).toContain('libs/shared has no door');
  });
});
