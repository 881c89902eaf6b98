/** `pkw send`, `sr`, `sr1`, `srloop` and `sniff` between two namespaces; what tcpdump and the kernel make of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';

describeIf(requireLive('tcpdump'), 'packets written on the command line, live', () => {
  let net: TwoNamespaces;
  let folder: string;
  beforeAll(() => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'packetwright-send-'));
  });
  afterAll(() => {
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const pkw = (name: string, ...words: string[]): Promise<CliRun> => runCli([name, '--netns', net.a, ...words]);

  it('sr1 shows the answer, sr lists pairs, and both are in the file in their order', async () => {
    const echo = 'packet(IP({ dst: "10.77.0.2" }), ICMP({ id: 7, seq: 1 }), "hello")';
    const one = await pkw('sr1', echo);
    expect([one.status, one.err]).toEqual([0, '']);
    expect(one.out).toMatch(/###\[ IP \]###[\s\S]*src\s*= 10\.77\.0\.2[\s\S]*type\s*= echo-reply/);
    const file = join(folder, 'sr.pcapng');
    const ports = await pkw('sr', '-w', file, 'packet(IP({ dst: "10.77.0.2" }), TCP({ sport: 4001, dport: [81, 82], flags: "S" }))');
    expect([ports.status, ports.err]).toEqual([0, '']);
    expect(ports.out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^IP \/ TCP 10\.77\.0\.1:4001 > 10\.77\.0\.2:81 S ==> IP \/ TCP 10\.77\.0\.2:81 > 10\.77\.0\.1:4001 RA/),
      expect.stringMatching(/^IP \/ TCP 10\.77\.0\.1:4001 > 10\.77\.0\.2:82 S ==> IP \/ TCP 10\.77\.0\.2:82 > 10\.77\.0\.1:4001 RA/),
    ]);
    const read = run('tcpdump', '-nn', '-t', '-r', file);
    expect(read.match(/\[S\]/g)).toHaveLength(2);
    expect(read.match(/\[R\.\]/g)).toHaveLength(2);
  }, 60_000);

  it('srp and sendp by --layer2, srloop by rounds, JSON by lines', async () => {
    const arp = await pkw('sr', '--layer2', '-i', 'va', '--json', 'packet(Ether(), ARP({ pdst: "10.77.0.2" }))');
    expect(JSON.parse(arp.out)).toMatchObject({
      schema: 1,
      received: { layers: { ARP: { psrc: '10.77.0.2', hwsrc: '02:00:00:00:00:0b' } } },
    });
    const loop = await pkw('srloop', '-c', '2', '--inter', '0.01', 'packet(IP({ dst: "10.77.0.2" }), ICMP())');
    expect(loop.out).toMatch(/\nSent 2 packets, received 2 packets\. 100\.0% hits\.\n$/);
    const sent = await pkw('send', '-c', '3', '--rate', '1000', 'packet(IP({ dst: "10.77.0.2" }), UDP({ dport: 9 }))');
    expect([sent.status, sent.out]).toEqual([0, 'Sent 3 packets.\n']);
    const none = await pkw('sr', '--timeout', '0.1', 'packet(IP({ dst: "10.77.0.77" }), ICMP())');
    expect([none.status, none.out]).toEqual([1, expect.stringMatching(/==> no answer: 10\.77\.0\.77 does not answer on va/)]);
    const dry = await pkw('send', '--dry-run', 'IP({ dst: net("192.0.2.0/30") })');
    expect(dry.out.trimEnd().split('\n')).toHaveLength(4);
  }, 60_000);

  it('sniff lists what comes on two interfaces, and keeps it in a file', async () => {
    const listening = runCli(['sniff', '--netns', net.b, '-i', 'vb', '-i', 'lo', '-c', '2', '--timeout', '10', 'icmp']);
    const file = join(folder, 'sniff.pcapng');
    const writing = runCli(['sniff', '--netns', net.b, '-i', 'vb', '-c', '2', '--timeout', '10', '-w', file, 'icmp']);
    const pinging = runCli(['ping', '--netns', net.a, '-c', '20', '-i', '0.1', '-q', '10.77.0.2']);
    const [heard, written] = await Promise.all([listening, writing]);
    await pinging;
    expect([heard.status, heard.err]).toEqual([0, '']);
    expect(heard.out.trimEnd().split('\n')).toEqual([expect.stringMatching(/^vb: .*ICMP/), expect.stringMatching(/^vb: .*ICMP/)]);
    expect([written.status, written.err]).toEqual([0, `2 packets written to ${file}\n`]);
    expect(run('tcpdump', '-nn', '-r', file).match(/ICMP echo/g)).toHaveLength(2);
  }, 60_000);

  it.each([
    ['sr1', 'packet(IP({ dst: "10.77.0.2" })', /ends too early/],
    ['sr1', 'packet(IP({ dst: ; }))', /Unexpected token ';' \(at character 18\)/],
    ['sr1', 'packet(IP(), ICPM())', /nothing is called 'ICPM' \(at character 14\); did you mean 'ICMP'\?/],
    ['sr1', 'packet(IP({ dts: "10.77.0.2" }))', /no field.*dts.*did you mean 'dst'/],
    ['sr1', 'packet(IP({ dst: "10.77.0.2", ttl: 300 }))', /ttl.*300/],
    ['sr1', '17', /cannot send number/],
    ['send', 'packet(IP({ dst: host("nowhere.invalid") }), ICMP())', /nowhere\.invalid/],
    ['send', 'packet(IP({ dst: "198.51.100.1" }), ICMP())', /no route/i],
    ['send', 'packet(Ether(), IP({ dst: "10.77.0.2" }))', /begins with Ether/],
  ])('what is wrong with %s %s is one line', async (name, expression, said) => {
    const { status, out, err } = await pkw(name, expression);
    expect([status, out, err.trimEnd().split('\n').length]).toEqual([1, '', 1]);
    expect(err).toMatch(said);
  });

  it.each([
    ['sr --timeout 20', /==> no answer\n$/],
    ['sr1 --timeout 20', /==> no answer\n$/],
    ['srloop --timeout 20', /^\nSent 0 packets, received 0 packets\. 0\.0% hits\.\n$/],
  ])('Ctrl-C ends pkw %s with what there is, and with 130', async (line, said) => {
    const interrupt = new AbortController();
    const [name = '', ...words] = line.split(' ');
    // No kernel answers such a segment.
    const running = runCli(
      [name, '--netns', net.a, ...words, 'packet(IP({ dst: "10.77.0.2" }), TCP({ sport: 4003, dport: 83, flags: "R" }))'],
      {
        interrupt: interrupt.signal,
      },
    );
    setTimeout(() => interrupt.abort(), 1000);
    const { status, out, err } = await running;
    expect([status, err]).toEqual([130, '']);
    expect(out).toMatch(said);
  });

  it('an interface that is down, or is not there, is one line for each command', async () => {
    run('ip', '-n', net.a, 'link', 'add', 'vx', 'type', 'veth', 'peer', 'name', 'vy');
    for (const [iface, said] of [
      ['vx', /vx.*down|down.*vx/],
      ['nope', /no interface nope/],
    ] as const)
      for (const words of [
        ['send', '-i', iface, 'packet(IP({ dst: "10.77.0.2" }), ICMP())'],
        ['sr', '-i', iface, 'packet(IP({ dst: "10.77.0.2" }), ICMP())'],
        ['ping', '-c1', '-I', iface, '10.77.0.2'],
        ['arping', '-c1', '-I', iface, '10.77.0.2'],
        ['sniff', '-i', iface, '-c', '1', '--timeout', '1'],
      ]) {
        const { status, out, err } = await pkw(words[0] as string, ...words.slice(1));
        expect([words, status > 0, out, err.trimEnd().split('\n').length]).toEqual([words, true, '', 1]);
        expect(err).toMatch(said);
      }
  }, 60_000);
});
