import { createRequire } from 'node:module';
import tseslint from 'typescript-eslint';
import { systemHandles } from './tools/layers.mjs';

/** Nest's HTTP exceptions, by their own list. */
const httpExceptions = Object.keys(createRequire(import.meta.url)('@nestjs/common')).filter((name) =>
  name.endsWith('Exception'),
);

const sources = ['apps/**/*.ts', 'libs/**/*.ts', 'migrations/**/*.ts'];
const tests = ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'];

const http = ['node:http', 'node:https', 'http', 'https'].map((name) => ({
  name,
  importNames: ['request', 'get', 'Agent', 'globalAgent', 'default'],
  message: 'Outgoing HTTP goes through #egress.',
}));
const environment = {
  name: 'node:process',
  importNames: ['env', 'default'],
  message: 'The environment is read in libs/config.',
};
const exceptions = {
  name: '@nestjs/common',
  importNames: [...httpExceptions, 'forwardRef'],
  message: "A refusal is `throw problem('...')` from #problems; only apps/api speaks HTTP.",
};
const forwardRef = {
  name: '@nestjs/common',
  importNames: ['forwardRef'],
  message: 'A cycle is a missing part: no forwardRef.',
};

const syntax = {
  env: {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'The environment is read in libs/config.',
  },
  scope: {
    selector: "MemberExpression[object.name='Scope'][property.name=/^(REQUEST|TRANSIENT)$/]",
    message: 'One instance a process: no request scope.',
  },
  five: {
    selector: "MethodDefinition[kind='constructor'][value.params.length>5]",
    message: 'More than five collaborators: this class does two things.',
  },
  system: {
    selector:
      "CallExpression[callee.property.name='system'][callee.object.name=/^(db|database)$/i], CallExpression[callee.property.name='system'][callee.object.property.name=/^(db|database)$/i]",
    message: 'Only the files listed in tools/layers.mjs (systemHandles) may look across newsrooms.',
  },
};
const globals = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
  name,
  message: 'Outgoing HTTP goes through #egress.',
}));

/** ESLint keeps only the last word on a rule: each block says the whole of it. */
const restricted = ({ paths = [], without = [], fetching = false }) => ({
  'no-restricted-imports': ['error', { paths }],
  'no-restricted-syntax': [
    'error',
    ...Object.entries(syntax)
      .filter(([name]) => !without.includes(name))
      .map(([, rule]) => rule),
  ],
  'no-restricted-globals': fetching ? 'off' : ['error', ...globals],
});

const lines = (max) => ({ 'max-lines': ['error', { max, skipBlankLines: false, skipComments: false }] });

const honest = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/ban-ts-comment': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all', caughtErrorsIgnorePattern: '^_' },
  ],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'no-debugger': 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-constant-condition': ['error', { checkLoops: false }],
  'no-async-promise-executor': 'error',
  'no-promise-executor-return': 'off',
  'no-unsafe-finally': 'error',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'dist.*/', '.data/', 'coverage/', 'test/contracts/'] },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...honest, ...lines(300) },
  },
  { files: sources, rules: { ...restricted({ paths: [...http, environment, exceptions] }), 'no-console': 'error' } },
  { files: ['libs/config/**/*.ts'], rules: restricted({ paths: [...http, exceptions], without: ['env'] }) },
  { files: ['libs/egress/**/*.ts'], rules: restricted({ paths: [environment, exceptions], fetching: true }) },
  { files: ['apps/api/**/*.ts'], rules: restricted({ paths: [...http, environment, forwardRef] }) },
  { files: ['apps/*/src/main.ts', 'apps/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: systemHandles, rules: restricted({ paths: [...http, environment, exceptions], without: ['system'] }) },
  {
    files: tests,
    rules: { ...restricted({ paths: [forwardRef], without: ['env', 'system'], fetching: true }), 'no-console': 'off' },
  },
  { files: ['**/*.spec.ts'], rules: lines(500) },
  {
    files: ['**/*.mjs'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      ...lines(300),
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: honest.eqeqeq,
      '@typescript-eslint/no-unused-vars': honest['@typescript-eslint/no-unused-vars'],
    },
  },
);
