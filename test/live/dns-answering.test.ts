/** Our DNS and mDNS servers, asked by the real dig over a veth pair, at an address that the kernel does not have. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningMachines, startAnswering } from '../../src/exchange/answering/answering-machine.ts';
import { arpMachine } from '../../src/exchange/answering/arp-machine.ts';
import { startDnsForwarder } from '../../src/exchange/answering/dns/dns-forwarder.ts';
import { dnsMachine } from '../../src/exchange/answering/dns/dns-machine.ts';
import { mdnsMachine } from '../../src/exchange/answering/dns/mdns-machine.ts';
import { spoofDns } from '../../src/exchange/answering/dns/spoof-dns.ts';
import { mdnsQuery } from '../../src/exchange/clients/dns/multicast-query.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

const run = promisify(execFile);
const OURS = '10.77.0.99';
/** A server that there is not, for who is spoofed. */
const ASKED = '10.77.0.98';
const MAC = '02:00:00:00:00:63';
const SOA = { mname: 'ns.example', rname: 'h.example', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 60 };

const zone = {
  example: { SOA, NS: 'ns.example', MX: { preference: 10, exchange: 'mail.example' }, TXT: ['one', 'two words'] },
  'ns.example': { A: OURS },
  'mail.example': { A: '192.0.2.25', AAAA: '2001:db8::25', ttl: 60 },
  'www.example': { CNAME: 'mail.example' },
  '*.wild.example': { A: '192.0.2.99' },
  'deep.ent.example': { A: '192.0.2.7' },
  'sub.example': { NS: 'ns.sub.example' },
  'ns.sub.example': { A: '192.0.2.53' },
  '_sip._tcp.example': { SRV: { priority: 1, weight: 2, port: 5060, target: 'mail.example' } },
  'caa.example': { CAA: { flags: 0, tag: 'issue', value: 'ca.example' } },
  'big.example': { TXT: Array.from({ length: 8 }, (_, i) => `${i}${'.'.repeat(199)}`) },
} as const;

describeIf(requireLive('dig'), 'our DNS servers, asked by dig', () => {
  let net: TwoNamespaces;
  let host: LocalHost;
  let running: RunningMachines;

  beforeAll(async () => {
    net = twoNamespaces();
    host = linuxHost({ netns: net.b });
    running = await startAnswering(
      [
        arpMachine({ macOf: (address) => (address === OURS || address === ASKED ? MAC : undefined) }),
        dnsMachine({ isOurs: (address) => address === OURS, zone, reverse: true }),
        mdnsMachine({ zone: { 'box.local': { A: OURS, ttl: 120 } }, address: OURS, mac: MAC }),
      ],
      { host, iface: 'vb', promiscuous: true },
    );
  });
  afterAll(async () => {
    await running.stop();
    await host.close();
    net.remove();
  });

  const dig = async (...words: string[]): Promise<string[]> => {
    const fixed = ['netns', 'exec', net.a, 'dig', '+time=2', '+tries=1', '+nocmd', '+nostats', '+noquestion'];
    const { stdout } = await run('ip', [...fixed, ...words]);
    return stdout.split('\n').filter((line) => line !== '' && !/^;; (Got|->>HEADER|WARNING|OPT)/.test(line));
  };
  const status = async (...words: string[]): Promise<string> => {
    const { stdout } = await run('ip', ['netns', 'exec', net.a, 'dig', `@${OURS}`, '+time=2', '+tries=1', ...words]);
    return `${/status: (\w+)/.exec(stdout)?.[1]} ${/flags: ([\w ]*);.*/.exec(stdout)?.[0]}`;
  };

  it.each<[words: string, lines: string[]]>([
    ['mail.example', ['mail.example.\t\t60\tIN\tA\t192.0.2.25']],
    ['MAIL.example AAAA', ['MAIL.example.\t\t60\tIN\tAAAA\t2001:db8::25']],
    ['www.example', ['www.example.\t\t300\tIN\tCNAME\tmail.example.', 'mail.example.\t\t60\tIN\tA\t192.0.2.25']],
    ['x.wild.example', ['x.wild.example.\t\t300\tIN\tA\t192.0.2.99']],
    ['example TXT', ['example.\t\t300\tIN\tTXT\t"one"', 'example.\t\t300\tIN\tTXT\t"two words"']],
    ['_sip._tcp.example SRV', ['_sip._tcp.example.\t300\tIN\tSRV\t1 2 5060 mail.example.']],
    ['caa.example CAA', ['caa.example.\t\t300\tIN\tCAA\t0 issue "ca.example"']],
    ['-x 192.0.2.25', ['25.2.0.192.in-addr.arpa. 300\tIN\tPTR\tmail.example.']],
  ])('answers %s', async (words, lines) => {
    expect(await dig(`@${OURS}`, '+noall', '+answer', ...words.split(' '))).toEqual(lines);
  });

  it('says with authority what there is not, delegates, refuses, and truncates', async () => {
    expect(await status('nowhere.example')).toBe('NXDOMAIN flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 1');
    expect(await status('mail.example', 'MX')).toBe('NOERROR flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 1');
    expect(await status('ent.example')).toBe('NOERROR flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 1');
    expect(await status('a.sub.example')).toBe('NOERROR flags: qr rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 2');
    expect(await status('example.org')).toBe('REFUSED flags: qr rd; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1');
    expect(await status('big.example', 'TXT', '+ignore')).toBe(
      'NOERROR flags: qr aa tc rd; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1',
    );
    expect(await status('mail.example', '+edns=1', '+noednsnegotiation')).toBe(
      'BADVERS flags: qr rd; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1',
    );
    expect(await status('mail.example', '+opcode=notify')).toMatch(/^NOTIMP/);
  });

  it('answers mDNS, and our own question hears it', async () => {
    const client = linuxHost({ netns: net.a });
    try {
      const answers = await mdnsQuery('box.local', { host: client, iface: 'va', timeoutMs: 1500 });
      expect(answers.map(({ from, records }) => [from, records.map((r) => [r.rrname, r.rdata, r.cacheflush])])).toEqual([
        [OURS, [['box.local.', OURS, 1]]],
      ]);
    } finally {
      await client.close();
    }
  });

  it('forwards, and spoofs names in a namespace but not elsewhere', async () => {
    const forwarder = await startDnsForwarder({
      host,
      servers: '10.77.0.1',
      serversPort: 5300,
      timeoutMs: 100,
      zone: { 'own.example': { A: '192.0.2.3' } },
    });
    try {
      expect(await dig('@10.77.0.2', '+noall', '+answer', 'own.example')).toEqual(['own.example.\t\t300\tIN\tA\t192.0.2.3']);
    } finally {
      await forwarder.stop();
    }
    const spoof = await spoofDns({ host, iface: 'vb', zone: { 'bank.example': { A: '192.0.2.66' } } });
    try {
      expect(await dig(`@${ASKED}`, '+noall', '+answer', 'bank.example')).toEqual(['bank.example.\t\t300\tIN\tA\t192.0.2.66']);
    } finally {
      await spoof.stop();
    }
    const own = linuxHost();
    try {
      await expect(spoofDns({ host: own, iface: 'lo', zone: {} })).rejects.toMatchObject({ code: 'ERR_PERMISSION' });
    } finally {
      await own.close();
    }
  });
});
