import { Agent, request } from 'node:http';

/** Kept open from race to race: fifty at once on each of a few processes. */
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

export interface Heard<T> {
  status: number;
  body: T;
}

/** A POST in as little of the test's own time as it takes: thousands of them go out at once where `Client` sends a few. */
export function posts<T>(url: string, token: string, body: string, ifMatch: string): Promise<Heard<T>> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'if-match': ifMatch,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => {
        resolve({ status: reply.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString('utf8')) as T });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** For `afterAll`: no connection outlives the test. */
export const hangUp = (): void => agent.destroy();
