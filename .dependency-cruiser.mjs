import { guardedPackages, layers } from './tools/layers.mjs';

const TESTS = '\\.spec\\.ts$|^(test|bench|tools)/';
/** Benches tune what is behind a door, and may walk around it. */
const BY_THE_DOOR = '^(libs/[^/]+|apps/[^/]+|migrations|test)/';
const lib = (name) => `^libs/${name}/`;

/** apps -> outcomes -> verbs -> nouns -> ground, as tools/layers.mjs spells it out lib by lib. */
const directions = Object.entries(layers).map(([name, allowed]) => ({
  name: `direction-${name}`,
  comment: `${name} may import ${allowed.join(', ') || 'no other lib'}`,
  severity: 'error',
  from: { path: lib(name), pathNot: TESTS },
  to: { path: '^(libs|apps|migrations|test|bench|tools)/', pathNot: [name, ...allowed].map(lib) },
}));

const packages = guardedPackages.map(({ name, files }) => ({
  name: `only-its-place-${name}`,
  severity: 'error',
  from: { path: '^(apps|libs|migrations)/', pathNot: `${files}|${TESTS}` },
  to: { path: `node_modules/${name}/` },
}));

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule('no-cycle', 'two files that need each other are one file, or three', {}, { circular: true }),
    rule('resolves', 'an import that leads nowhere', {}, { couldNotResolve: true }),
    ...directions,
    rule(
      'by-the-door',
      "another lib is imported by its door only: import { ... } from '#claims'",
      { path: BY_THE_DOOR },
      { path: '^libs/', pathNot: '^$1/|^libs/[^/]+/index\\.ts$' },
    ),
    rule(
      'door-by-name',
      'a door has a name, #claims; a relative path around it does not count',
      { path: BY_THE_DOOR },
      { path: '^libs/', pathNot: '^$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    ),
    rule(
      'not-app-to-app',
      'apps meet in the database',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule(
      'migrations-stand-alone',
      'a migration must not change with the code',
      { path: '^migrations/' },
      { path: '^(libs|apps|test)/', pathNot: '^libs/database/' },
    ),
    rule(
      'nothing-from-tests',
      'the product does not need its tests',
      { path: '^(apps|libs|migrations)/', pathNot: TESTS },
      { path: TESTS },
    ),
    rule(
      'no-development-package',
      'a package that production does not install',
      { path: '^(apps|libs|migrations)/', pathNot: TESTS },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    ),
    ...packages,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@corroborate/source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
