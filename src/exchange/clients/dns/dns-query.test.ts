import { describe, expect, it } from 'vitest';
import { deafen } from '../../../../test/support/lab/deaf.ts';
import { type Lab, lab } from '../../../lab/lab.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { DnsCache } from './dns-cache.ts';
import { dnsQuery } from './dns-query.ts';
import { reverseName } from './reverse-name.ts';

const zone = {
  'a.example': { A: ['192.0.2.1', '192.0.2.2'], ttl: 60 },
  'www.example': { CNAME: 'web.example.' },
  'web.example': { CNAME: 'a.example.' },
} as const;
const network = (): Lab => {
  const net = lab({
    time: 'virtual',
    hosts: {
      alice: { address: '192.0.2.10/24', resolver: '192.0.2.53' },
      server: { address: '192.0.2.53/24', services: { dns: zone } },
      deaf: { address: '192.0.2.54/24' },
    },
  });
  deafen(net.host('deaf'), (p) => p.get(UDP)?.dport === 53);
  return net;
};

describe('dnsQuery', () => {
  it("asks the host's own servers, and follows the aliases of the answer", async () => {
    await using net = network();
    const answer = await dnsQuery('WWW.example', { host: net.host('alice') });
    expect([answer.status, answer.server, answer.transport, answer.attempts]).toEqual(['NOERROR', '192.0.2.53', 'udp', 1]);
    expect(answer.names).toEqual(['WWW.example.', 'web.example.', 'a.example.']);
    expect(answer.records.map(({ rdata }) => rdata)).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('gives an answer that says that there is none', async () => {
    await using net = network();
    const answer = await dnsQuery('nowhere.example', { host: net.host('alice') });
    expect([answer.status, answer.records]).toEqual(['NXDOMAIN', []]);
  });

  it('goes on to the next server after a time-out, waits longer each round, and says who was asked', async () => {
    await using net = network();
    const host = net.host('alice');
    const began = host.clock.monotonic();
    const answer = await dnsQuery('a.example', { host, servers: ['192.0.2.54', '192.0.2.53'], timeoutMs: 100 });
    expect([answer.server, answer.attempts]).toEqual(['192.0.2.53', 2]);
    expect(Math.floor(host.clock.monotonic() - began)).toBe(100);
    const from = host.clock.monotonic();
    await expect(dnsQuery('a.example', { host, servers: ['192.0.2.54', '192.0.2.54'], timeoutMs: 100, tries: 3 })).rejects.toMatchObject({
      code: 'ERR_NO_ANSWER',
      message: 'no answer about a.example from 192.0.2.54 port 53, 192.0.2.54 port 53, asked 6 times',
    });
    expect(Math.floor(host.clock.monotonic() - from)).toBe(2 * (100 + 200 + 400));
  });

  it('asks in random case, and takes no answer that has another', async () => {
    await using net = network();
    const answer = await dnsQuery('aaaaaaaaaaaaaaaa.example', { host: net.host('alice'), randomCase: true });
    expect(answer.message.qd[0]?.qname).toMatch(/^(?=.*A)(?=.*a)/);
  });

  it('remembers answers as long as their records say, and that there is none not at all without SOA', async () => {
    await using net = network();
    const host = net.host('alice');
    const cache = new DnsCache({ clock: host.clock });
    await dnsQuery('a.example', { host, cache });
    await host.clock.sleep(20_500);
    const kept = await dnsQuery('A.EXAMPLE.', { host, cache });
    expect([kept.server, kept.records.map(({ ttl }) => ttl)]).toEqual([undefined, [40, 40]]);
    await host.clock.sleep(40_000);
    expect((await dnsQuery('a.example', { host, cache })).server).toBe('192.0.2.53');
    await dnsQuery('nowhere.example', { host, cache });
    expect(cache.size).toBe(1);
  });

  it('tells what is wrong with a question before it asks', async () => {
    await using net = network();
    const host = net.host('alice');
    await expect(dnsQuery('a..example', { host })).rejects.toThrow("'a..example' has an empty label");
    await expect(dnsQuery('a.example', { host, type: 'AAA' })).rejects.toThrow('"AAA" is no DNS type; did you mean');
    await expect(dnsQuery('a.example', { host, servers: 'server' })).rejects.toThrow("'server' is not the address of a server");
    await expect(dnsQuery('a.example', { host: net.host('deaf') })).resolves.toMatchObject({ status: 'NOERROR' });
  });

  it('ends with its signal', async () => {
    await using net = network();
    const stop = new AbortController();
    const host = net.host('alice');
    host.clock.timer(10, () => stop.abort(new Error('enough')));
    await expect(dnsQuery('a.example', { host, servers: '192.0.2.54', signal: stop.signal })).rejects.toThrow('enough');
  });
});

describe('the name of an address', () => {
  it('is that of RFC 1035 §3.5 and RFC 3596 §2.5', () => {
    expect(reverseName('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa.');
    // The example of RFC 3596 §2.5.
    expect(reverseName('4321:0:1:2:3:4:567:89ab')).toBe('b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa.');
  });
});
