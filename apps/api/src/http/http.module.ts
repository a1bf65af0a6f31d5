import { Global, Module, type OnApplicationBootstrap } from '@nestjs/common';
import {
  APP_FILTER,
  APP_GUARD,
  APP_INTERCEPTOR,
  DiscoveryModule,
  DiscoveryService,
  MetadataScanner,
} from '@nestjs/core';
import { AnswerInterceptor } from './answer.interceptor.js';
import { CallGuard } from './call.guard.js';
import { Edge } from './edge.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyStore } from './idempotency.store.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimit } from './rate-limit.js';
import { ROUTE } from './route.js';

const PATH = 'path'; // Nest's own metadata key of a mapped handler

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    Edge,
    Idempotency,
    IdempotencyStore,
    RateLimit,
    { provide: APP_GUARD, useClass: CallGuard },
    { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [Edge, IdempotencyStore],
})
export class HttpModule implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** A handler that is mapped but not declared with @Route has no permission and no schemas: the start fails. */
  onApplicationBootstrap(): void {
    const bare = this.discovery.getControllers().flatMap(({ metatype }) => {
      const prototype = (metatype as { prototype: Record<string, object> } | null)?.prototype;
      if (!prototype) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .filter(
          (name) =>
            Reflect.hasMetadata(PATH, prototype[name] as object) &&
            !Reflect.hasMetadata(ROUTE, prototype[name] as object),
        )
        .map((name) => `${metatype?.name ?? ''}.${name}`);
    });
    if (bare.length > 0) throw new Error(`Every route is declared with @Route: ${bare.join(', ')}.`);
  }
}
