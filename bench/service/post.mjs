/** The admin's token of the bench's newsroom. */
export const TOKEN = 'bench-token-bench-token';

export const post = (api, path_, body) => send(api, 'POST', path_, body);

export async function send(api, method, path_, body) {
  const reply = await fetch(api + path_, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path_}: ${await reply.text()}`);
  return reply.json();
}
