/** The admin's token of the bench's newsroom. */
export const TOKEN = 'bench-token-bench-token';

export async function post(api, path_, body) {
  const reply = await fetch(api + path_, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path_}: ${await reply.text()}`);
  return reply.json();
}
