/** What somebody gets to see at an address: status, validators, and all the text that came, headers too. */
export interface Look {
  status: number;
  etag: string | null;
  text: string;
}

/** Reads an answer to its end, or a stream of events until it falls silent. */
export async function look(url: string, token: string | undefined): Promise<Look> {
  const stop = new AbortController();
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const reply = await fetch(url, { headers, signal: stop.signal, redirect: 'manual' });
  const head = [...reply.headers].map((pair) => pair.join(': ')).join('\n');
  const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const body = isStream ? await untilSilent(reply, stop) : await reply.text();
  return { status: reply.status, etag: reply.headers.get('etag'), text: `${head}\n\n${body}` };
}

async function untilSilent(reply: Response, stop: AbortController): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let silence: NodeJS.Timeout | undefined;
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => stop.abort(), 300);
  };
  listen();
  try {
    for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      listen();
    }
  } catch {
    // Cut by ourselves.
  } finally {
    clearTimeout(silence);
  }
  return text;
}
