import { Controller, Inject } from '@nestjs/common';
import { z } from 'zod';
import { CONFIG, type Config } from '#config';
import { Database } from '#database';
import { Unsubscribing } from '#notifications';
import { problem } from '#problems';
import { pageHeaders, unsubscribedPage, unsubscribePage } from '#publishing';
import { type Answer, text } from '../http/answer.js';
import { type Call, Calling } from '../http/call.js';
import { Route } from '../http/route.js';

const Params = z.strictObject({ token: z.string().max(200) });
const tag = 'Public';
const path = '/public/unsubscribe/:token';
type OfToken = Call<{ params: z.output<typeof Params> }>;

/** The links at the end of mails. Looking at one changes nothing; one click does (RFC 8058). */
@Controller()
export class UnsubscribeController {
  constructor(
    private readonly database: Database,
    private readonly unsubscribing: Unsubscribing,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicBaseUrl'>,
  ) {}

  @Route({
    method: 'GET',
    path,
    id: 'showUnsubscribe',
    tag,
    summary: 'A page with one button, which ends mails',
    permission: 'public',
    params: Params,
    replies: { 200: 'text/html' },
    problems: ['inbox.link-unknown'],
  })
  show(@Calling() call: OfToken): Promise<Answer> {
    this.whose(call);
    return Promise.resolve(page(unsubscribePage(this.config.publicBaseUrl)));
  }

  @Route({
    method: 'POST',
    path,
    id: 'unsubscribe',
    tag,
    summary: 'Get no more mails',
    description: 'As mail programs do it by themselves (RFC 8058). The inbox stays; the settings bring mails back.',
    permission: 'public',
    params: Params,
    replies: { 200: 'text/html' },
    problems: ['inbox.link-unknown'],
  })
  async end(@Calling() call: OfToken): Promise<Answer> {
    const { newsroom, personId } = this.whose(call);
    await this.database.write(newsroom, (tx) => this.unsubscribing.end(tx, personId));
    return page(unsubscribedPage(this.config.publicBaseUrl));
  }

  private whose(call: OfToken): { newsroom: string; personId: string } {
    const found = this.unsubscribing.whose(call.params.token);
    if (!found) throw problem('inbox.link-unknown');
    return found;
  }
}

function page(body: string): Answer {
  return text(body, 'text/html; charset=utf-8', { headers: { 'cache-control': 'no-store', ...pageHeaders('self') } });
}
