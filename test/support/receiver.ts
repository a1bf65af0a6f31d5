import { eventually } from './eventually.js';
import { Site, type Page, type Received } from './web.js';

/** An integrator's webhook endpoint on the loopback. It keeps every delivery with its raw bytes, as signatures need them. */
export class Receiver {
  private constructor(private readonly site: Site) {}

  static async open(): Promise<Receiver> {
    const receiver = new Receiver(await Site.open());
    receiver.answer(() => ({ status: 204 }));
    return receiver;
  }

  get url(): string {
    return this.site.url('/hook');
  }

  get received(): readonly Received[] {
    return this.site.requestsFor('/hook');
  }

  /** What the endpoint replies from now on; `nth` counts all deliveries from 1. */
  answer(script: (request: Received, nth: number) => Page | Promise<Page>): void {
    this.site.page('/hook', (request) => script(request, this.received.length));
  }

  /** Bodies as JSON, in the order of arrival. */
  events(): { id: string; type: string; sequence: number; [field: string]: unknown }[] {
    return this.received.map((request) => JSON.parse(request.body.toString('utf8')) as never);
  }

  /** Waits for the first delivery that `wanted` takes. */
  async first(wanted: (event: ReturnType<Receiver['events']>[number]) => boolean, within = 30_000) {
    return eventually(() => this.events().find(wanted), { within, what: 'the delivery' });
  }

  close(): Promise<void> {
    return this.site.close();
  }
}
