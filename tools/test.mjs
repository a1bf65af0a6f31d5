/*
 * `npm test`: every check and every test, on a private PostgreSQL (and Redis, where the machine has one) in a temporary folder.
 * The last line says `N passed, N failed`; a check counts as a test, and so does a test file that could not run.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { parts, runChecks } from './check.mjs';
import { checkNode, ensureInstalled } from './install.mjs';
import { jest } from './jest.mjs';
import { endWith } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const WITH_JOBS = ['journeys', 'faults'];

/** One Jest after the other. Races have the machine to themselves; what tells of jobs runs on both job stores. */
function runs(redis) {
  const here = {
    title: 'rules, architecture, contracts, medium, doors',
    projects: ['rules', 'architecture', 'contracts', 'medium', 'doors'],
  };
  const on = (backend) =>
    WITH_JOBS.map((project) => ({
      title: `${project}, jobs in ${backend === 'redis' ? 'Redis' : 'PostgreSQL'}`,
      projects: [project],
      workers: project === 'journeys' ? 2 : 1,
      env: { JOBS_BACKEND: backend },
    }));
  const alone = ['commands', 'races'].map((project) => ({ title: project, projects: [project], workers: 1 }));
  return [here, ...alone, ...on('postgres'), ...(redis ? on('redis') : [])];
}

/** `{ passed, failed: [titles], skipped }` from Jest's own report. */
async function runJest({ title, projects, workers = 2, env }, folder, servers, signal) {
  console.log(`\n${title}`);
  const report = path.join(folder, `${title.replace(/\W+/g, '-')}.json`);
  const args = [
    '--selectProjects',
    ...projects,
    '--ci',
    '--forceExit',
    `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${report}`,
  ];
  const child = jest(args, {
    env: { ...process.env, ...servers.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    signal,
  });
  const code = await new Promise((resolve) => child.on('error', () => resolve(1)).on('exit', resolve));
  const result = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  if (!result) return { passed: 0, skipped: 0, failed: [`${title}: Jest gave no report (code ${code})`] };
  const files = result.testResults;
  const failed = files.flatMap((file) =>
    file.assertionResults.filter((one) => one.status === 'failed').map((one) => one.fullName),
  );
  const broken = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed'),
  );
  failed.push(...broken.map((file) => `${path.relative(root, file.name)} could not run`));
  if (result.numTotalTests === 0) failed.push(`${title}: there is no test`);
  else if (code !== 0 && failed.length === 0) failed.push(`${title}: Jest ended with code ${code}`);
  return {
    passed: result.numPassedTests,
    skipped: result.numPendingTests + result.numTodoTests,
    failed: failed.map((name) => `${title} › ${name}`),
  };
}

async function testAll(signal) {
  checkNode();
  await ensureInstalled(root);
  await ensureBuilt(root);
  const { startTestServers } = await import('./test-servers.mjs');
  const folder = await mkdtemp(path.join(tmpdir(), 'corroborate-report-'));
  const servers = await startTestServers(root);
  const sum = { passed: 0, skipped: 0, failed: [] };
  try {
    const checks = await runChecks(parts, { ...process.env, ...servers.env }, { signal });
    sum.passed += checks.filter((check) => check.ok).length;
    sum.failed.push(...checks.filter((check) => !check.ok).map((check) => `check ${check.name}`));
    for (const run of runs(servers.redis)) {
      if (signal.aborted) break;
      const one = await runJest(run, folder, servers, signal);
      sum.passed += one.passed;
      sum.skipped += one.skipped;
      sum.failed.push(...one.failed);
    }
  } finally {
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return { ...sum, redis: servers.redis };
}

function close({ passed, failed, skipped, redis }) {
  console.log('');
  for (const name of failed) console.log(`failed: ${name}`);
  if (skipped > 0) console.log(`${skipped} skipped`);
  if (!redis) console.log('There is no redis-server on this machine: jobs were tested in PostgreSQL only.');
  console.log(`${passed} passed, ${failed.length} failed`);
  if (failed.length > 0 || passed === 0) process.exitCode = 1;
}

const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => abort.abort());

try {
  const sum = await testAll(abort.signal);
  if (abort.signal.aborted) process.exitCode = 130;
  else close(sum);
} catch (error) {
  endWith(error, root);
  console.log('0 passed, 1 failed');
}
process.exit();
