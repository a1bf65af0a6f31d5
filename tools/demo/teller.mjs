const tty = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (tty ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint('1');
const dim = paint('2');
const green = paint('32');
const yellow = paint('33');

/** Prints the story: chapters, each request in one line with what came back, and why it matters. */
export class Teller {
  #chapter = 0;

  constructor(url) {
    this.url = url;
  }

  chapter(title) {
    console.log(`\n${bold(`${++this.#chapter}. ${title}`)}`);
  }

  why(text) {
    for (const line of folded(text, 110)) console.log(`   ${dim(line)}`);
  }

  show(text) {
    for (const line of String(text).split('\n')) console.log(`     ${line}`);
  }

  /** Somebody with a token: `eva.post('/v1/claims/…', body)`. */
  as(name, token) {
    const send = (method) => (path, body, options) => this.#send(name, token, method, path, body, options);
    return { name, get: send('GET'), post: send('POST'), put: send('PUT'), patch: send('PATCH') };
  }

  /**
   * One request. Resolves to `{ status, body, etag }`; a status other than the expected one (2xx unless `refused`) ends the story.
   * `what(body)` says in a few words what came back. `quiet`: not printed (looking again and again).
   */
  async #send(name, token, method, path, body, { ifMatch, refused, what, quiet, form } = {}) {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(ifMatch && { 'if-match': ifMatch }) };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(this.url + path, {
      method,
      headers,
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text ? JSON.parse(text) : text;
    const expected = refused
      ? json.code === refused || json.reasons?.some((reason) => reason.code === refused)
      : response.ok;
    if (!quiet || !expected) {
      const mark = response.ok ? green(response.status) : yellow(response.status);
      const came =
        expected && what ? what(json) : response.ok ? '' : `${json.code ?? ''}: ${json.detail ?? json.title ?? ''}`;
      console.log(`   ${name.padEnd(6)} ${method} ${short(path)} ${dim('→')} ${mark} ${came}`);
    }
    if (!expected) throw new Error(`${method} ${path} gave ${response.status}: ${text.slice(0, 600)}`);
    return { status: response.status, body: json, etag: response.headers.get('etag') };
  }
}

/** Ids in full would drown the line. */
const short = (path) =>
  path.replace(/([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{8}([0-9a-f]{4})/g, '…$2');

function folded(text, width) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    if (`${lines.at(-1)} ${word}`.length > width) lines.push(word);
    else lines[lines.length - 1] += (lines.at(-1) ? ' ' : '') + word;
  }
  return lines;
}
