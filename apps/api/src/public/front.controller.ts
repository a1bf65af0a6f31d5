import { Controller, Inject } from '@nestjs/common';
import { CONFIG, type Config } from '#config';
import { frontPage } from '#publishing';
import type { Answer } from '../http/answer.js';
import { Route } from '../http/route.js';
import { PublicNewsroom, publicPage } from './public-newsroom.js';

const MOST_NAMED = 100;

/** The root of the service. */
@Controller()
export class FrontController {
  constructor(
    private readonly newsrooms: PublicNewsroom,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicBaseUrl'>,
  ) {}

  @Route({
    method: 'GET',
    path: '/',
    id: 'front',
    tag: 'Public',
    summary: 'What this is, and which newsrooms have published something',
    permission: 'public',
    replies: { 200: 'text/html' },
  })
  async front(): Promise<Answer> {
    const publishers = await this.newsrooms.publishers(MOST_NAMED + 1);
    const named = publishers.slice(0, MOST_NAMED);
    return publicPage(frontPage(this.config.publicBaseUrl, named, publishers.length > MOST_NAMED));
  }
}
