import { AddressRules } from './addresses.rules.js';

const rules = new AddressRules();

describe('Which addresses the newsroom may speak to', () => {
  it.each([
    '0.0.0.0',
    '0.255.255.255',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:20::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '4000::1',
    'not an address',
    '',
    '1.2.3',
    '1.2.3.4.5',
  ])('refuses %s', (address) => {
    expect(rules.judge(address).verdict).toBe('forbidden');
  });

  it.each([
    '8.8.8.8',
    '93.184.215.14',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '198.17.255.255',
    '223.255.255.255',
    '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
    '2a00:1450:4001:81b::200e',
    '2003::1',
  ])('takes %s', (address) => {
    expect(rules.judge(address)).toEqual({ verdict: 'public' });
  });

  it('opens what the operator lists, single addresses too, and nothing beside it', () => {
    const open = new AddressRules(['127.0.0.0/8', ' 10.1.2.3', 'fd00::/8']);
    expect(open.judge('127.8.8.8')).toEqual({ verdict: 'allowed' });
    expect(open.judge('10.1.2.3')).toEqual({ verdict: 'allowed' });
    expect(open.judge('fd12::1')).toEqual({ verdict: 'allowed' });
    expect(open.judge('10.1.2.4').verdict).toBe('forbidden');
    expect(open.judge('::1').verdict).toBe('forbidden');
    expect(open.judge('::ffff:127.0.0.1').verdict).toBe('forbidden');
  });

  it.each(['127.0.0.0/33', 'localhost', '10.0.0.0/', '', '10.0.0.0/8/9'])(
    'refuses to start with %p as a range, and names it',
    (entry) => {
      expect(() => new AddressRules([entry])).toThrow(`"${entry}"`);
    },
  );
});
