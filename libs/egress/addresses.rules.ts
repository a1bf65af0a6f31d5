import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Addresses that no outgoing request may reach, from the IANA special-purpose registries (RFC 6890 and its updates) and
 * the clouds' metadata services. Own table, because ipaddr.js's range names change between versions and it takes
 * IPv4-compatible `::7f00:1` for public.
 */
const FORBIDDEN: ReadonlyArray<readonly [cidr: string, name: string]> = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'carrier-grade NAT'],
  ['127.0.0.0/8', 'loopback'],
  ['168.63.129.16/32', 'cloud metadata'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'IETF protocol assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'AS112'],
  ['192.52.193.0/24', 'AMT'],
  ['192.88.99.0/24', '6to4 relay'],
  ['192.168.0.0/16', 'private'],
  ['192.175.48.0/24', 'AS112'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['::ffff:0:0/96', 'IPv4-mapped'],
  ['::/96', 'IPv4-compatible'],
  ['64:ff9b::/96', 'NAT64'],
  ['64:ff9b:1::/48', 'NAT64'],
  ['100::/64', 'discard-only'],
  ['2001::/23', 'IETF protocol assignments'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['2620:4f:8000::/48', 'AS112'],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'segment routing'],
  ['fc00::/7', 'unique local'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
];

const FORBIDDEN_RANGES = FORBIDDEN.map(([cidr, name]) => ({ range: ipaddr.parseCIDR(cidr), name }));
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** `allowed`: on the operator's list, any port. `public`: unicast-global, the usual ports. Else the forbidden range's name. */
export type AddressVerdict = { verdict: 'allowed' | 'public' } | { verdict: 'forbidden'; range: string };

/** Judges addresses against the table and the operator's allow-list (`EGRESS_ALLOW`: CIDRs or single addresses). */
export class AddressRules {
  readonly #allow: Range[];
  readonly #ports: ReadonlySet<number>;

  /** `ports`: open on public addresses. Throws a plain Error that names the entry which is no CIDR. */
  constructor(allow: readonly string[] = [], ports: readonly number[] = [80, 443]) {
    this.#allow = allow.map(parseRange);
    this.#ports = new Set(ports);
  }

  opensPort(port: number): boolean {
    return this.#ports.has(port);
  }

  get opensAnything(): boolean {
    return this.#allow.length > 0;
  }

  judge(address: string): AddressVerdict {
    // A zone id (`fe80::1%eth0`) selects an interface of this machine: never a public place.
    // net.isIP is strict; ipaddr.js alone would read `1.2.3` as an address.
    if (address.includes('%') || isIP(address) === 0) return { verdict: 'forbidden', range: 'not an address' };
    const ip = ipaddr.parse(address);
    if (this.#allow.some((range) => matches(ip, range))) return { verdict: 'allowed' };
    const hit = FORBIDDEN_RANGES.find(({ range }) => matches(ip, range));
    if (hit) return { verdict: 'forbidden', range: hit.name };
    if (ip.kind() === 'ipv6' && !matches(ip, GLOBAL_IPV6)) return { verdict: 'forbidden', range: 'not global unicast' };
    // Second opinion: what a later registry adds may reach ipaddr.js before this table.
    if (ip.range() !== 'unicast') return { verdict: 'forbidden', range: ip.range() };
    return { verdict: 'public' };
  }
}

function matches(ip: ipaddr.IPv4 | ipaddr.IPv6, [net, bits]: Range): boolean {
  if (ip instanceof ipaddr.IPv4) return net instanceof ipaddr.IPv4 && ip.match(net, bits);
  return net instanceof ipaddr.IPv6 && ip.match(net, bits);
}

function parseRange(text: string): Range {
  const entry = text.trim();
  try {
    if (entry.includes('/')) return ipaddr.parseCIDR(entry);
    const ip = ipaddr.parse(entry);
    return [ip, ip.kind() === 'ipv4' ? 32 : 128];
  } catch {
    throw new Error(`not an address range in CIDR form: "${entry}"`);
  }
}
