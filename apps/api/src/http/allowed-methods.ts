import { declaredRoutes } from './route.js';

let patterns: { pattern: RegExp; method: string }[] | undefined;

/** The methods that the routes at this address take; none when there is no such address (RFC 9110 15.5.6). */
export function allowedMethods(url: string): string[] {
  patterns ??= declaredRoutes().map(({ path, method }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`),
  }));
  const path = url.split('?', 1)[0] ?? '';
  return [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}
