/** Bridges between kernels, and hosts that only answer in a VLAN or on another interface: three namespaces in a row, made and removed here. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  answeringMachine,
  ARP,
  arpMachine,
  bridge,
  Dot1Q,
  Ether,
  type Host,
  ICMP,
  IP,
  linuxHost,
  packet,
  sr,
  srp,
  startAnswering,
} from '../../src/index.ts';
import { makeNamespacePair } from '../../scripts/lib/namespace-pair.mjs';
import { requireLive, run } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

const stem = `pkwb-${process.pid}`;
const OURS = '10.81.0.1',
  THEIRS = '10.81.0.2',
  TAGGED = '10.81.0.9',
  MAC = '02:00:00:00:81:09';

describeIf(requireLive('ping'), 'between kernels', () => {
  let left: ReturnType<typeof makeNamespacePair>;
  let right: ReturnType<typeof makeNamespacePair>;
  let hosts: Host[];
  const [A, B] = ['02:00:00:00:81:01', '02:00:00:00:81:02'];

  beforeAll(() => {
    // Each end has a port towards the middle, which is two namespaces: the bridge is this process, and needs no more.
    left = makeNamespacePair(`${stem}l`, [
      { iface: 'va', mac: A as string, addresses: [`${OURS}/24`] },
      { iface: 'xa', mac: '02:00:00:00:81:f1', addresses: [] },
    ]);
    right = makeNamespacePair(`${stem}r`, [
      { iface: 'vb', mac: B as string, addresses: [`${THEIRS}/24`] },
      { iface: 'xb', mac: '02:00:00:00:81:f2', addresses: [] },
    ]);
    hosts = [...left.names, ...right.names].map((netns) => linuxHost({ netns }));
  });

  afterAll(async () => {
    for (const host of hosts ?? []) await host.close();
    left?.remove();
    right?.remove();
  });

  const [aSide, bSide] = [() => ({ host: hosts[1] as Host, iface: 'xa' }), () => ({ host: hosts[3] as Host, iface: 'xb' })];
  /** Resolves with what ping says at its end. */
  const pinging = async (...words: string[]): Promise<string> => {
    const { execFile } = await import('node:child_process');
    return await new Promise((resolve) => {
      execFile('ip', ['netns', 'exec', left.names[0] as string, 'ping', '-n', ...words, THEIRS], (_error, stdout) => resolve(stdout));
    });
  };

  it('a ping goes through, as it is and delayed', async () => {
    const running = await bridge(aSide(), bSide());
    expect(await pinging('-c', '20', '-i', '0.01', '-s', '1400')).toMatch(/20 received, 0% packet loss/);
    // And one question for the neighbour at least.
    expect(running.stats().a.sent).toBeGreaterThanOrEqual(21);
    expect(running.stats()).toMatchObject({ a: { dropped: 0, failed: 0 }, b: { dropped: 0, failed: 0 } });
    await running.stop();
    const slow = await bridge(aSide(), bSide(), (p, { from }) => (from === 'a' ? { packet: p, delayMs: 40 } : true));
    expect(Number(/min\/avg\/max\/mdev = ([\d.]+)/.exec(await pinging('-c', '3', '-i', '0.01'))?.[1])).toBeGreaterThanOrEqual(39);
    await slow.stop();
  });

  it('a ping loses what the seed says, and sees what is multiplied', async () => {
    const lossy = await bridge(aSide(), bSide(), (p, { from, random }) => from === 'b' || !p.has(ICMP) || random.float() > 0.5, {
      seed: 5,
    });
    const said = await pinging('-c', '20', '-i', '0.01', '-W', '0.2');
    const { a } = lossy.stats();
    await lossy.stop();
    expect(a.dropped).toBeGreaterThan(3);
    expect(said).toContain(`${20 - a.dropped} received`);
    const twice = await bridge(aSide(), bSide(), (p, { from }) => (from === 'b' && p.has(ICMP) ? [p, p] : true));
    expect(await pinging('-c', '5', '-i', '0.01')).toMatch(/\+4 duplicates|\+5 duplicates/);
    await twice.stop();
  });

  it('a TCP connection goes through, whose segments the kernels leave to their cards', async () => {
    const running = await bridge(aSide(), bSide());
    const SIZE = 300_000;
    const sent = Uint8Array.from({ length: SIZE }, (_, i) => (i * 31 + (i >> 8)) & 255);
    const { spawn } = await import('node:child_process');
    // The kernel's own TCP on both sides: python's sockets, one for each end.
    const python = (netns: string, program: string) =>
      spawn('ip', ['netns', 'exec', netns, 'python3', '-c', program], { stdio: ['pipe', 'pipe', 'pipe'] });
    const listener = python(
      right.names[0] as string,
      `import socket,sys
s=socket.create_server(('${THEIRS}',5001)); print('up',file=sys.stderr,flush=True)
c,_=s.accept(); n=b''
while len(n)<${SIZE}:
  d=c.recv(65536)
  if not d: break
  n+=d
sys.stdout.buffer.write(n)`,
    );
    const got: Buffer[] = [];
    await new Promise<void>((resolve) => listener.stderr.once('data', () => resolve()));
    listener.stdout.on('data', (d: Buffer) => got.push(d));
    const ended = new Promise((resolve) => listener.on('close', resolve));
    const sender = python(
      left.names[0] as string,
      `import socket,sys
s=socket.create_connection(('${THEIRS}',5001)); s.sendall(sys.stdin.buffer.read()); s.shutdown(1); s.recv(1)`,
    );
    sender.stdin.end(sent);
    await ended;
    expect(Buffer.compare(Buffer.concat(got), sent)).toBe(0);
    expect(running.stats()).toMatchObject({ a: { dropped: 0, failed: 0 }, b: { dropped: 0, failed: 0 } });
    await running.stop();
  });

  it('a host in a VLAN answers in it, and only there', async () => {
    const middle = hosts[1] as Host;
    const tagged = (vlan: number) =>
      answeringMachine({
        isRequest: (p) => p.get(Dot1Q)?.vlan === 5 && (p.get(ARP)?.pdst === TAGGED || p.get(IP)?.dst === TAGGED),
        makeReply: (p) => {
          const head = [Ether({ dst: p.get(Ether)?.src ?? '', src: MAC }), Dot1Q({ vlan })] as const;
          const { id = 0, seq = 0 } = p.get(ICMP) ?? {};
          return p.has(ARP)
            ? packet(...head, ARP({ op: 2, hwsrc: MAC, psrc: TAGGED, hwdst: p.get(ARP)?.hwsrc ?? '', pdst: p.get(ARP)?.psrc ?? '' }))
            : packet(...head, IP({ src: TAGGED, dst: p.get(IP)?.src ?? '' }), ICMP({ type: 0, id: id as number, seq: seq as number }));
        },
      });
    const ask = (vlan: number) => [
      packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), Dot1Q({ vlan }), ARP({ psrc: OURS, pdst: TAGGED })),
      packet(Ether({ dst: MAC }), Dot1Q({ vlan }), IP({ src: OURS, dst: TAGGED }), ICMP({ id: 1, seq: 2 })),
    ];
    const o = { host: hosts[0] as Host, iface: 'va', timeoutMs: 60 };
    const same = await startAnswering(tagged(5), { host: middle, iface: 'xa' });
    // It ends with the last answer.
    const { answered } = await srp(ask(5), { ...o, timeoutMs: 5000 });
    expect(answered.map(([, received]) => [received.get(Dot1Q)?.vlan, received.get(ARP)?.hwsrc ?? received.get(ICMP)?.type])).toEqual([
      [5, MAC],
      [5, 0],
    ]);
    expect((await srp(ask(6), o)).answered).toEqual([]);
    await same.stop();
    // Asymmetric: the answer comes in another VLAN. It is none, and is kept for those who look for the reason.
    const other = await startAnswering(tagged(7), { host: middle, iface: 'xa' });
    const { answered: none, rejected } = await srp(ask(5), { ...o, timeoutMs: 600 });
    expect([none.length, rejected.map((p) => p.get(Dot1Q)?.vlan)]).toEqual([0, [7, 7]]);
    await other.stop();
  });

  it('one exchange goes over several interfaces', async () => {
    const middle = hosts[1] as Host;
    run('ip', '-n', left.names[0] as string, 'link', 'set', 'lo', 'up');
    run('ip', '-n', left.names[0] as string, 'link', 'add', 'vc', 'type', 'veth', 'peer', 'name', 'xc', 'netns', left.names[1] as string);
    run('ip', '-n', left.names[0] as string, 'addr', 'add', '10.82.0.1/24', 'dev', 'vc');
    run('ip', '-n', left.names[0] as string, 'link', 'set', 'vc', 'up');
    run('ip', '-n', left.names[1] as string, 'link', 'set', 'xc', 'up');
    const there = (address: string): string | undefined => (/^10\.8[12]\.0\.[5-8]$/.test(address) ? MAC : undefined);
    const machines = [
      arpMachine({ macOf: there }),
      answeringMachine({
        isRequest: (p) => p.get(ICMP)?.type === 8,
        makeReply: (p) =>
          packet(
            Ether({ dst: p.get(Ether)?.src ?? '', src: MAC }),
            IP({ src: p.get(IP)?.dst ?? '', dst: p.get(IP)?.src ?? '' }),
            ICMP({ type: 0, id: (p.get(ICMP)?.id as number) ?? 0, seq: (p.get(ICMP)?.seq as number) ?? 0 }),
          ),
      }),
    ];
    const running = await Promise.all(['xa', 'xc'].map((iface) => startAnswering(machines, { host: middle, iface, promiscuous: true })));
    const dst = ['10.81.0.5', '10.82.0.5', '127.0.0.1', '10.81.0.6', '10.82.0.8'];
    const { answered, unanswered } = await sr(packet(IP({ dst }), ICMP({ id: 9, seq: 1 })), { host: hosts[0] as Host });
    expect(unanswered).toEqual([]);
    const ways = answered.map(([sent, received]) => [sent.get(IP).dst, sent.meta.iface, received.meta.iface]).sort();
    expect(ways).toEqual([
      ['10.81.0.5', 'va', 'va'],
      ['10.81.0.6', 'va', 'va'],
      ['10.82.0.5', 'vc', 'vc'],
      ['10.82.0.8', 'vc', 'vc'],
      ['127.0.0.1', 'lo', 'lo'],
    ]);
    await Promise.all(running.map((one) => one.stop()));
  });
});
