const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@corroborate/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', {}] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/dist\\.', '<rootDir>/.data/'],
};

const servers = {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

/** Tests with a folder of their own. */
const project = (name, extra = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.spec.ts`],
  ...extra,
});

/** One project per size of test; `npm test` runs them all. */
export default {
  testTimeout: 120_000,
  projects: [
    {
      ...base,
      displayName: 'rules',
      testMatch: ['apps', 'libs', 'tools', 'bench'].map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
    },
    project('architecture'),
    project('contracts'),
    project('commands'),
    project('medium', servers),
    project('doors', servers),
    project('journeys', servers),
    project('races', servers),
    project('faults', servers),
  ],
};
