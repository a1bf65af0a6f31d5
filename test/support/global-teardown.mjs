export default async function teardown() {
  await globalThis.corroborateTestServers?.stop();
  delete globalThis.corroborateTestServers;
}
