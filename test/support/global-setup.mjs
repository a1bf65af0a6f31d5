import { fileURLToPath } from 'node:url';
import { startTestServers } from '../../tools/test-servers.mjs';

/** Starts the servers for a Jest that was started by hand; below `npm test` they run already. Once, however many projects. */
export default async function setup() {
  if (process.env.TEST_POSTGRES_URL) return;
  const servers = await startTestServers(fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''));
  Object.assign(process.env, servers.env);
  globalThis.corroborateTestServers = servers;
}
