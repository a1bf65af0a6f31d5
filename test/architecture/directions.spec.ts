import { PlantedHouse, type Violation } from './planted-house.js';

/** file, what is planted in it, the rule that has to bite, why. */
const offences: [file: string, text: string, rule: string, title: string][] = [
  ['libs/claims/up.ts', `import '#workflow';`, 'direction-claims', 'a noun that imports a verb'],
  ['libs/articles/later.ts', `import '#claims';`, 'direction-articles', 'a noun that imports a later noun'],
  ['libs/database/up.ts', `import '#newsroom';`, 'direction-database', 'ground that imports a noun'],
  ['libs/log/jobs.ts', `import '#jobs';`, 'direction-log', 'ground that imports ground above it'],
  ['libs/extraction/io.ts', `import '#database';`, 'direction-extraction', 'extraction that is no longer pure'],
  ['libs/workflow/out.ts', `import '#publishing';`, 'direction-workflow', 'a verb that imports an outcome'],
  ['libs/queue/intake.ts', `import '#intake';`, 'direction-queue', 'a verb that imports a verb not meant for it'],
  ['libs/webhooks/next.ts', `import '#publishing';`, 'direction-webhooks', 'an outcome that imports an outcome'],
  ['libs/insights/app.ts', `import '../../apps/api/src/a.js';`, 'direction-insights', 'a lib that imports an app'],
  ['apps/api/src/deep.ts', `import '../../../libs/claims/claims.store.js';`, 'by-the-door', 'an import past a door'],
  ['libs/sources/deep.ts', `import '../claims/claims.store.js';`, 'by-the-door', 'a lib that reaches into another lib'],
  ['libs/reviews/around.ts', `import '../claims/index.js';`, 'door-by-name', 'a door entered by a path'],
  ['libs/evidence/one.ts', `import './two.js';`, 'no-cycle', 'two files that need each other'],
  ['libs/config/gone.ts', `import './nowhere.js';`, 'resolves', 'an import that leads nowhere'],
  ['libs/config/no-door.ts', `import '#nowhere';`, 'resolves', 'a door that is not there'],
  ['apps/api/src/worker.ts', `import '../../worker/src/b.js';`, 'not-app-to-app', 'an app that imports an app'],
  ['migrations/1-claims.ts', `import '#claims';`, 'migrations-stand-alone', 'a migration that changes with the code'],
  ['libs/intake/spec.ts', `import '../../test/support/s.js';`, 'nothing-from-tests', 'the product on its tests'],
  ['libs/intake/dev.ts', `import 'fast-check';`, 'no-development-package', 'a package that production lacks'],
  ['libs/claims/claims.service.ts', `import 'typeorm';`, 'only-its-place-typeorm', 'SQL outside a store'],
  ['apps/worker/src/queue.ts', `import 'bullmq';`, 'only-its-place-bullmq', 'BullMQ outside #jobs'],
  ['libs/webhooks/send.ts', `import 'undici';`, 'only-its-place-undici', 'HTTP past the guarded egress'],
];

const lawful: Record<string, string> = {
  'libs/evidence/two.ts': `import './one.js';`,
  'libs/claims/claims.store.ts': `import 'typeorm';\nimport '#articles';\nimport '#jobs';\n`,
  'libs/refresh/refresh.service.ts': `import '#workflow';\nimport '#sources';\n`,
  'libs/refresh/refresh.rules.spec.ts': `import 'fast-check';\n`,
  'libs/publishing/publishing.service.ts': `import '#workflow';\nimport '#factchecks';\n`,
  'apps/api/src/a.ts': `import '#webhooks';\nimport '#claims';\n`,
  'apps/worker/src/b.ts': `import '#refresh';\n`,
  'migrations/2-fine.ts': `import 'typeorm';\nimport '#database';\n`,
  'test/support/s.ts': `export {};\n`,
};

describe('The direction in which one part of the house may use another', () => {
  let house: PlantedHouse;
  let found: Violation[];

  beforeAll(async () => {
    house = await PlantedHouse.build({
      ...lawful,
      ...Object.fromEntries(offences.map(([file, text]) => [file, text])),
    });
    found = await house.cruise();
  });

  afterAll(() => house.tearDown());

  it.each(offences)('%s: %s breaks the rule %s: %s', (file, _text, rule) => {
    expect(found.filter((violation) => violation.file === file).map((violation) => violation.rule)).toContain(rule);
  });

  it('lets everything pass that goes from apps down to the ground', () => {
    const clean = Object.keys(lawful).filter((file) => file !== 'libs/evidence/two.ts');
    expect(found.filter(({ file }) => clean.includes(file))).toEqual([]);
  });
});
