const WAIT_MS = 60_000;

export async function heard(town, type) {
  await until(
    async () => town.events,
    (events) => events.some((event) => event.type === type),
    `the event ${type}`,
  );
}

export async function until(look, holds, what = 'what the story waits for') {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`In a minute ${what} did not come about.`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
