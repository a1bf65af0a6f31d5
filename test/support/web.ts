import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came: the bytes of its body untouched. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  at: number;
}

export interface Page {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Answers only after so many milliseconds. */
  delayMs?: number;
  /** Instead of an answer: `reset` cuts the connection, `hang` keeps it open and silent. */
  instead?: 'reset' | 'hang';
}

/** What a path gives: always the same, or what a function makes of each request. */
export type Script = Page | string | ((request: Received) => Page | Promise<Page>);

/** A web site on the loopback whose pages the test changes as it goes. */
export class Site {
  /** All requests, in the order of their arrival. */
  readonly requests: Received[] = [];
  private readonly pages = new Map<string, Script>();

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Site> {
    const server = createServer();
    const site = new Site(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => undefined);
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        void site.serve({ method, path, headers, body: Buffer.concat(chunks), at: Date.now() }, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  url(path: string): string {
    return this.origin + path;
  }

  /** Sets or replaces what `path` gives, and returns its address. `*` is for every path without a page of its own. */
  page(path: string, script: Script): string {
    this.pages.set(path, script);
    return this.url(path);
  }

  /** From now on 404. */
  remove(path: string): void {
    this.pages.delete(path);
  }

  requestsFor(path: string): Received[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** Stops listening and cuts what is open; `open` again gives another port. */
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: Received, response: ServerResponse): Promise<void> {
    this.requests.push(request);
    const script = this.pages.get(request.path) ??
      this.pages.get('*') ?? { status: 404, body: 'There is no such page.' };
    const made = typeof script === 'function' ? await script(request) : script;
    const { status = 200, headers = {}, body = '', delayMs, instead } = typeof made === 'string' ? html(made) : made;
    if (instead === 'hang') return;
    if (instead === 'reset') return void response.socket?.resetAndDestroy();
    if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs));
    response.writeHead(status, headers).end(body);
  }
}

function html(body: string): Page {
  return { headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
