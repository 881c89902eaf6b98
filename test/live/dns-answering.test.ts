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
import { llmnrQuery } from '../../src/exchange/clients/dns/multicast-query.ts';
import { dnsQuery } from '../../src/exchange/clients/dns/dns-query.ts';
import { readMessage } from '../../src/exchange/clients/dns/question.ts';
import { lengthPrefixed, withLength } from '../../src/exchange/clients/stream/length-prefixed.ts';
import { type AnsweringMachine, answeringMachine } from '../../src/exchange/answering/answering-machine.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { ndMachine } from '../../src/exchange/answering/nd-machine.ts';
import { DNS, DNSQR, DNSRR } from '../../src/protocols/application/dns/dns.ts';
import { LLMNRQuery, LLMNRResponse } from '../../src/protocols/application/dns/multicast.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { enableIpv6, requireLive, run as runNow, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { type RunningServer, startDnsmasq, startNamed } from '../support/programs/name-servers.ts';
import { describeIf } from '../support/require.ts';

const run = promisify(execFile);
const OURS = '10.77.0.99';
const OURS_6 = '2001:db8:77::99';
const LINK_6 = 'fe80::63';
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
  'huge.example': { TXT: Array.from({ length: 201 }, (_, i) => `${i}${'.'.repeat(190)}`) },
  'big.example': { TXT: Array.from({ length: 8 }, (_, i) => `${i}${'.'.repeat(199)}`) },
} as const;

/** A host that has the name `box`, and answers who asks the group, alone (RFC 4795 §2.5). */
const llmnr = answeringMachine({
  name: 'LLMNR',
  isRequest: (p) => p.get(LLMNRQuery)?.qd[0]?.qname.toLowerCase() === 'box.' && p.get(IP)?.dst === '224.0.0.252',
  makeReply: (p) => {
    const [ether, ip, udp, asked] = [p.get(Ether), p.get(IP), p.get(UDP), p.get(LLMNRQuery)];
    if (ether === undefined || ip === undefined || udp === undefined || asked === undefined) return undefined;
    const qd = asked.qd.map(({ qname, qtype }) => DNSQR({ qname, qtype }));
    const headers = [Ether({ dst: ether.src, src: MAC }), IP({ src: OURS, dst: ip.src }), UDP({ sport: 5355, dport: udp.sport })] as const;
    return packet(...headers, LLMNRResponse({ id: asked.id, qd, an: [DNSRR({ rrname: 'box', rdata: OURS })] }));
  },
});

describeIf(requireLive('dig', 'named', 'dnsmasq'), 'a forwarder', () => {
  it('asks a real server, passes on what it says, and remembers it', async () => {
    const net = twoNamespaces();
    await using host = linuxHost({ netns: net.b });
    const servers: RunningServer[] = [];
    try {
      servers.push(
        await startNamed(net.a, {
          address: '10.77.0.1;',
          conf: 'zone "example.test" { type primary; file "zone"; };',
          files: {
            zone: `$TTL 300\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 10.77.0.1\nwww CNAME farm\nfarm A 192.0.2.1\n A 192.0.2.2\n${Array.from({ length: 20 }, (_, i) => `big TXT ${i}${'.'.repeat(199)}`).join('\n')}\n`,
          },
        }),
        await startDnsmasq(net.a, '10.77.0.1', ['--port=54', '--local=/lan/', '--host-record=h.lan,192.0.2.7', '--local-ttl=300']),
      );
      await using _forwarder = await startDnsForwarder({ host, servers: '10.77.0.1' });
      await using _lan = await startDnsForwarder({ host, servers: '10.77.0.1', serversPort: 54, port: 54 });
      const dig = async (...words: string[]): Promise<string> =>
        (await run('ip', ['netns', 'exec', net.a, 'dig', '@10.77.0.2', '+time=5', '+tries=1', ...words])).stdout;
      const www = await dig('www.example.test');
      expect(www).toMatch(/status: NOERROR[\s\S]*flags: qr rd ra;[\s\S]*www\.example\.test\.\s+300\s+IN\s+CNAME\s+farm\.example\.test\.\n/);
      expect(www.match(/^farm\.example\.test\.\s+300\s+IN\s+A\s+192\.0\.2\.[12]$/gm)).toHaveLength(2);
      expect(await dig('nowhere.example.test')).toMatch(/status: NXDOMAIN[\s\S]*AUTHORITY: 1[\s\S]*SOA\s+ns\.example\.test\./);
      expect(await dig('example.org')).toContain('status: REFUSED');
      // It got that over TCP itself, and says that it is too long for a datagram.
      expect(await dig('big.example.test', 'TXT', '+ignore')).toMatch(/flags: qr tc rd ra;/);
      expect(await dig('-p', '54', 'h.lan', '+short')).toBe('192.0.2.7\n');
      for (const one of servers.splice(0)) await one.stop();
      expect(await dig('farm.example.test', '+short')).toBe('');
      expect(await dig('www.example.test', '+short')).toBe('farm.example.test.\n192.0.2.1\n192.0.2.2\n');
      expect(await dig('-p', '54', 'h.lan', '+short')).toBe('192.0.2.7\n');
    } finally {
      for (const one of servers) await one.stop();
      net.remove();
    }
  });
});

describeIf(requireLive('dig'), 'our DNS servers, asked by dig', () => {
  let net: TwoNamespaces;
  let host: LocalHost;
  let running: RunningMachines;
  let server: AnsweringMachine;

  beforeAll(async () => {
    net = twoNamespaces();
    enableIpv6(net);
    runNow('ip', '-n', net.a, 'address', 'add', '2001:db8:77::1/64', 'dev', 'va', 'nodad');
    host = linuxHost({ netns: net.b });
    const isOurs = (address: string): boolean => address === OURS || address === OURS_6;
    running = await startAnswering(
      [
        arpMachine({ macOf: (address) => (address === OURS || address === ASKED ? MAC : undefined) }),
        ndMachine({ macOf: (address) => (address === OURS_6 || address === LINK_6 ? MAC : undefined) }),
        (server = dnsMachine({ isOurs, zone, reverse: true })),
        mdnsMachine({ zone: { 'box.local': { A: OURS, AAAA: OURS_6, ttl: 120 } }, address: OURS, address6: LINK_6, mac: MAC }),
        llmnr,
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
    const fixed = ['netns', 'exec', net.a, 'dig', '+time=10', '+tries=1', '+nocmd', '+nostats', '+noquestion'];
    const { stdout } = await run('ip', [...fixed, ...words]);
    return stdout.split('\n').filter((line) => line !== '' && !/^;; (Got|->>HEADER|WARNING|OPT)/.test(line));
  };
  const status = async (...words: string[]): Promise<string> => {
    const { stdout } = await run('ip', ['netns', 'exec', net.a, 'dig', `@${OURS}`, '+time=10', '+tries=1', ...words]);
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

  it('answers over IPv6 and TCP; dig asks there for what was cut short', async () => {
    const short = (...words: string[]) => dig('+short', 'mail.example', ...words);
    for (const at of [OURS, OURS_6]) {
      expect(await short(`@${at}`, 'AAAA')).toEqual(['2001:db8::25']);
      expect(await short(`@${at}`, 'AAAA', '+tcp')).toEqual(['2001:db8::25']);
      const { stdout } = await run('ip', ['netns', 'exec', net.a, 'dig', `@${at}`, '+time=10', '+tries=1', 'big.example', 'TXT']);
      expect(stdout).toContain(';; Truncated, retrying in TCP mode.');
      expect(stdout.match(/^big\.example\.\s+300\s+IN\s+TXT\s+"\d\.{199}"$/gm)).toHaveLength(8);
      expect(stdout).toContain(`SERVER: ${at}#53(${at}) (TCP)`);
    }
    // Several segments: more than a datagram would carry.
    const { stdout } = await run('ip', ['netns', 'exec', net.a, 'dig', `@${OURS}`, '+tcp', '+time=10', '+tries=1', 'huge.example', 'TXT']);
    expect(stdout.match(/^huge\.example\./gm)).toHaveLength(201);
    // Two questions on one connection; no failure in all of that.
    expect(await dig(`@${OURS}`, '+tcp', '+keepopen', '+short', 'mail.example', 'deep.ent.example')).toEqual(['192.0.2.25', '192.0.2.7']);
    expect(server.stats.failures).toBe(0);
  });

  it('is heard by our own client over both, also where the question comes in pieces', async () => {
    const client = linuxHost({ netns: net.a });
    try {
      const big = await dnsQuery('big.example', { host: client, servers: OURS_6, type: 'TXT' });
      expect([big.transport, big.truncatedBefore, big.records.length]).toEqual(['tcp', true, 8]);
      const connection = await client.sockets.connect(OURS, 53, {});
      const question = withLength(packet(UDP(), DNS({ id: 5, qd: [DNSQR({ qname: 'mail.example' })] })).payload(UDP));
      const heard = lengthPrefixed(connection.chunks());
      await connection.write(question.slice(0, 9));
      await connection.write(question.slice(9));
      const { value } = await heard.next();
      expect(readMessage(value as Uint8Array)).toMatchObject({ id: 5, qr: 1, aa: 1, an: [{ rdata: '192.0.2.25' }] });
      connection.close();
    } finally {
      await client.close();
    }
  });

  it('answers mDNS over IPv6, and a name of LLMNR is heard', async () => {
    const client = linuxHost({ netns: net.a });
    try {
      const o = { host: client, iface: 'va', timeoutMs: 1000 };
      const six = await mdnsQuery('box.local', { ...o, family: 6, type: 'AAAA' });
      expect(six.map(({ from, records }) => [from, records.map((r) => [r.rrname, r.rdata])])).toEqual([[LINK_6, [['box.local.', OURS_6]]]]);
      const near = await llmnrQuery('box', o);
      expect(near.map(({ from, records }) => [from, records.map((r) => [r.rrname, r.rdata])])).toEqual([[OURS, [['box.', OURS]]]]);
      expect(await llmnrQuery('nobody', { ...o, timeoutMs: 200 })).toEqual([]);
    } finally {
      await client.close();
    }
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
