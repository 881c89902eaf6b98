/** Plots, clocks, ways and terminals: what is drawn of which values. */
import { expect, it } from 'vitest';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { conversationGraph } from './conversation-graph.ts';
import { canvas, pdfdump, svgdump } from './packet-dumps.ts';
import { diffplot, multiplot, plot } from './plots.ts';
import { terminalImage } from './terminal-image.ts';
import { timeskew } from './timeskew.ts';
import { traceGraph } from './trace-graph.ts';
import { tracesOf } from './traces.ts';

/** Texts of a picture, in the order in which they are drawn. */
const textsOf = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text as string);
const dotsOf = (svg: string): number => svg.match(/<rect [^>]*rx="2.5"/g)?.length ?? 0;

it('plots values over their places, and pairs', () => {
  const svg = plot([0, 10, 20], { title: 'Three', xLabel: 'packet', yLabel: 'id' });
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['Three', 'packet', 'id', '0', '1', '2', '20']));
  expect(textsOf(svg)).not.toContain('0.5');
  expect(dotsOf(svg)).toBe(3);
  expect(
    textsOf(
      plot([
        [0.5, 1],
        [1, 2n],
      ]),
    ),
  ).toContain('0.50');
  expect(svg).toBe(plot([0, 10, 20], { title: 'Three', xLabel: 'packet', yLabel: 'id' }));
});

it('leaves gaps where there is no value', () => {
  const lines = (svg: string): number => svg.match(/<path [^>]*stroke-width="1.5"/g)?.length ?? 0;
  expect(lines(plot([1, 2, null, 3, 4, Number.NaN, 5]))).toBe(2);
  expect(textsOf(plot([]))).toContain('no values');
});

it('plots what a function says of two items', () => {
  const seen: (readonly [number, number])[] = [];
  diffplot([1, 4, 9, 16], (a, b) => seen.push([a, b]), { delay: 2 });
  expect(seen).toEqual([
    [1, 9],
    [4, 16],
  ]);
});

it('names lines in a legend', () => {
  for (const lines of [
    { one: [1, 2], two: [2, 1] },
    new Map([
      ['one', [1, 2]],
      ['two', [2, 1]],
    ]),
  ])
    expect(textsOf(multiplot(lines))).toEqual(expect.arrayContaining(['one', 'two']));
});

it('refuses what is no value or no option', () => {
  expect(() => plot([1, 'x'] as never)).toThrow("value 1 is 'x', not a number or a pair");
  expect(() => plot([[1, 2, 3]] as never)).toThrow('value 0 has 3 parts');
  expect(() => plot(7 as never)).toThrow('takes a list of numbers');
  expect(() => plot([1], { titel: 'x' } as never)).toThrow("did you mean 'title'");
  expect(() => plot([1], { width: 1 })).toThrow('width is 1, not a number from 240');
  expect(() => diffplot([1], (a) => a, { delay: 0 })).toThrow('delay is 0');
});

const at = <P extends Packet<any>>(p: P, seconds: number): P => {
  p.meta.sec = 1_700_000_000 + Math.floor(seconds);
  p.meta.nsec = Math.round((seconds % 1) * 1e9);
  return p;
};

it('tells how many ticks a second a host counts, over connections and the end of 32 bits', () => {
  const ticking = (src: string, sport: number, hertz: number, first: number): Packet<any>[] =>
    Array.from({ length: 30 }, (_, i) =>
      at(packet(IP({ src, dst: '192.0.2.9' }), TCP({ sport, options: [['Timestamp', [(first + hertz * i) >>> 0, 0]]] })), i),
    );
  const packets = [
    ...ticking('192.0.2.1', 1, 1000, 2 ** 32 - 5000),
    ...ticking('192.0.2.1', 2, 1000, 77),
    ...ticking('192.0.2.2', 1, 250, 5),
    at(packet(IP({ src: '192.0.2.3' }), TCP()), 3),
  ];
  expect(textsOf(timeskew(packets))).toEqual(expect.arrayContaining(['192.0.2.1, 1000 Hz', '192.0.2.2, 250 Hz']));
  expect(textsOf(timeskew(packets)).join()).not.toContain('192.0.2.3');
  expect(textsOf(timeskew(packets, { host: '192.0.2.2' })).join()).not.toContain('192.0.2.1');
  expect(textsOf(timeskew([]))).toContain('no values');
});

it('counts packets each way by protocol', () => {
  const go = (src: string, dst: string, part: any): Packet<any> => packet(Ether(), IP({ src, dst }), part);
  const [a, b] = ['192.0.2.1', '192.0.2.2'] as const;
  const packets = [go(a, b, TCP()), go(a, b, TCP()), go(a, b, UDP({ sport: 5000, dport: 5001 })), go(b, a, TCP()), go(a, a, ICMP())];
  const texts = textsOf(conversationGraph(packets, { title: 'Two' }));
  expect(texts).toEqual(['192.0.2.1', 'to itself: 1 ICMP', '192.0.2.2', '→ 2 TCP, 1 UDP', '← 1 TCP', 'Two']);
  expect(textsOf(conversationGraph(packets, { ends: () => ['x', '<y>', 'z'] }))).toEqual(['x', '&lt;y&gt;', '→ 5 z']);
  const most = textsOf(conversationGraph([...packets, go(b, '192.0.2.3', TCP())], { most: 1 }));
  expect(most).toEqual(['192.0.2.1', '192.0.2.2', '→ 2 TCP, 1 UDP', '← 1 TCP', '2 more pairs of hosts with 2 packets']);
  expect(textsOf(conversationGraph([]))).toEqual(['nothing to draw']);
});

it('makes ways of answers: hops, silence, open and closed ports', () => {
  const me = '192.0.2.1';
  const probe = (ttl: number, dport: number): Packet<any> => packet(IP({ src: me, dst: '198.51.100.7', ttl }), TCP({ dport }));
  const exceeded = (src: string): Packet<any> => packet(IP({ src, dst: me }), ICMP({ type: 11 }));
  const reply = (flags: string): Packet<any> => packet(IP({ src: '198.51.100.7', dst: me }), TCP({ flags }));
  const answered: [Packet<any>, Packet<any>][] = [
    [probe(1, 80), exceeded('192.0.2.254')],
    [probe(3, 80), reply('SA')],
    [probe(4, 80), reply('SA')],
    [probe(1, 443), exceeded('192.0.2.254')],
    [probe(3, 443), reply('RA')],
  ];
  const traces = tracesOf(answered, [probe(2, 80), probe(2, 443)]);
  expect(traces).toEqual(
    (['open', 'closed'] as const).map((state, i) => ({
      source: me,
      destination: '198.51.100.7',
      port: ['tcp 80', 'tcp 443'][i],
      hops: [
        { ttl: 1, address: '192.0.2.254' },
        { ttl: 2, address: undefined },
        { ttl: 3, address: '198.51.100.7' },
      ],
      state,
    })),
  );
  expect(textsOf(traceGraph(traces))).toEqual([
    '192.0.2.1',
    '192.0.2.254',
    'hop 2: no answer',
    '198.51.100.7',
    'tcp 80 open',
    'tcp 443 closed',
  ]);
  expect(
    tracesOf([[packet(IPv6({ src: '::1', dst: '::2', hlim: 1 }), UDP({ dport: 53 })), packet(IPv6({ src: '::3', dst: '::1' }))]]),
  ).toEqual([{ source: '::1', destination: '::2', port: 'udp 53', hops: [{ ttl: 1, address: '::3' }], state: undefined }]);
  expect(() => traceGraph([{ dst: 'x' }] as never)).toThrow("traces with 'destination' and 'hops'");
});

it('a loop on the way is drawn, too', () => {
  const hops = ['192.0.2.2', '192.0.2.3', '192.0.2.2', '192.0.2.3'].map((address, i) => ({ ttl: i + 1, address }));
  expect(textsOf(traceGraph([{ destination: '192.0.2.9', hops }]))).toEqual(['here', '192.0.2.2', '192.0.2.3', '192.0.2.9', 'no answer']);
});

it('text for a terminal ties fields to octets by marks and colours', () => {
  const p = packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 1, dport: 2 }));
  const plain = canvas(p, { colour: false });
  expect(plain).not.toContain('\x1b');
  const row = plain.split('\n').findIndex((line) => line.includes('0000  45 00 00 1c'));
  // version and ihl share the first octet.
  expect(plain.split('\n')[row + 1]).toContain('01 2  3     4');
  expect(canvas(p)).toContain('\x1b[38;2;31;35;40;48;2;');
  expect(() => canvas(p, { color: true } as never)).toThrow("did you mean 'colour'");
});

it('a terminal that can show pictures gets one', () => {
  const pdf = pdfdump(packet(IP(), TCP()));
  const shown = terminalImage(pdf, { env: { TERM_PROGRAM: 'iTerm.app' }, columns: 80 });
  const [head = '', data = ''] = (shown ?? '').split(':');
  expect(head).toBe(`\x1b]1337;File=name=ZmlndXJlLnBkZg==;size=${pdf.length};inline=1;width=80`);
  expect(data.endsWith('\x07\n')).toBe(true);
  expect(new Uint8Array(Buffer.from(data.slice(0, -2), 'base64'))).toEqual(pdf);
  expect(terminalImage(pdf, { env: { TERM: 'xterm-256color' } })).toBeUndefined();
  expect(terminalImage(pdf, { env: { TERM_PROGRAM: 'iTerm.app', TMUX: '/tmp/tmux' } })).toBeUndefined();
});

it('draws what a receiver reads, or what was crafted', () => {
  const p = packet(IP({ proto: 17, len: 1000 }), TCP());
  expect(textsOf(svgdump(p))).toContain('UDP');
  expect(textsOf(svgdump(p, { rebuild: false }))).toContain('TCP');
});
