import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** The world outside the newsroom, on this machine: a cited page that gets edited, and an endpoint that hears of events. */
export class Town {
  #server;
  #page = '';
  /** Verified events, in the order of their arrival. */
  events = [];
  #secret;

  static async open() {
    const town = new Town();
    town.#server = createServer((request, response) => town.#serve(request, response));
    await new Promise((resolve) => town.#server.listen(0, '127.0.0.1', resolve));
    return town;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  get pageUrl() {
    return `${this.origin}/official-record`;
  }

  /** Writes the page that the newsroom will cite. */
  publish(sentence) {
    this.#page = `<!doctype html><html lang="en"><head><title>Official record</title></head><body><article>
<h1>Official record</h1>
<p>This page keeps what the responsible office has on file. It is maintained by the records department and is updated when the
figures are revised. Readers may quote it with its address and the date of their visit.</p>
<p>${sentence.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>
<p>Requests for corrections are answered within ten working days. The office keeps earlier editions of this page for the public
record and sends copies to the city archive at the end of each quarter.</p>
</article></body></html>`;
  }

  /** Without the secret nothing is believed. */
  trust(secret) {
    this.#secret = secret;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(request, response) {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(this.#page);
      return;
    }
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      try {
        this.events.push(new Webhook(this.#secret).verify(Buffer.concat(chunks).toString(), request.headers));
        response.writeHead(204).end();
      } catch {
        response.writeHead(401).end();
      }
    });
  }
}
