// docs/pictures/figures/, the pictures of docs/figures.md: `node scripts/pages/figures.mjs`, after a build; `--check` says whether they are up to date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { finish, root, standsAs } from '../lib/tree.mjs';

const FOLDER = 'docs/pictures/figures';

const { ARP, conversationGraph, DNS, DNSQR, Ether, ICMP, IP, packet, svgdump, TCP, traceGraph, UDP } = await import(
  pathToFileURL(join(root, 'dist/index.js')).href
);

/** @param {unknown[]} parts */
const frame = (...parts) => packet(Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:01' }), ...parts);

const segment = frame(
  IP({ src: '192.0.2.1', dst: '192.0.2.80' }),
  TCP({
    sport: 40_000,
    dport: 80,
    flags: 'S',
    options: [['MSS', 1460], ['NOP'], ['WScale', 7], ['SAckOK'], ['Timestamp', [1000, 0]]],
  }),
);

/** So many packets of this kind from one address to another. @param {number} n @param {string} src @param {string} dst @param {unknown[]} parts */
const some = (n, src, dst, ...parts) => Array.from({ length: n }, () => frame(IP({ src, dst }), ...parts));
const [me, resolver, web, peer] = ['192.0.2.1', '192.0.2.53', '192.0.2.80', '192.0.2.7'];
const query = DNS({ qd: [DNSQR({ qname: 'www.example.org.' })] });
const talk = [
  frame(ARP({ psrc: me, pdst: resolver })),
  frame(ARP({ op: 2, psrc: resolver, pdst: me })),
  ...some(2, me, resolver, UDP({ sport: 5353, dport: 53 }), query),
  ...some(2, resolver, me, UDP({ sport: 53, dport: 5353 }), query),
  ...some(12, me, web, TCP({ sport: 40_000, dport: 80 })),
  ...some(10, web, me, TCP({ sport: 80, dport: 40_000 })),
  ...some(3, me, peer, ICMP()),
  ...some(4, peer, '192.0.2.8', TCP({ sport: 22, dport: 50_000 })),
  ...some(1, me, me, UDP({ sport: 7, dport: 7 })),
];

/** @param {(string | undefined)[]} addresses */
const hops = (...addresses) => addresses.map((address, i) => ({ ttl: i + 1, address }));
const source = me;
const traces = [
  {
    source,
    destination: '198.51.100.7',
    port: 'tcp 80',
    hops: hops('192.0.2.254', '203.0.113.1', undefined, '203.0.113.9', '198.51.100.7'),
    state: 'open',
  },
  {
    source,
    destination: '198.51.100.7',
    port: 'tcp 23',
    hops: hops('192.0.2.254', '203.0.113.1', undefined, '203.0.113.9', '198.51.100.7'),
    state: 'closed',
  },
  {
    source,
    destination: '198.51.100.20',
    port: 'tcp 80',
    hops: hops('192.0.2.254', '203.0.113.5', '203.0.113.6', '203.0.113.9', '198.51.100.20'),
    state: 'open',
  },
  { source, destination: '198.51.100.99', port: 'tcp 80', hops: hops('192.0.2.254', '203.0.113.5', undefined, undefined) },
];

const files = new Map([
  [`${FOLDER}/packet.svg`, svgdump(segment, { layerShift: 1 })],
  [`${FOLDER}/conversations.svg`, conversationGraph(talk, { title: 'Who talks to whom' })],
  [`${FOLDER}/traceroute.svg`, traceGraph(traces, { title: 'Ways to three hosts' })],
]);

if (process.argv.includes('--check')) {
  finish(
    [...files].flatMap(([path, text]) => (standsAs(path, text) ? [] : [`${path} is not up to date: node scripts/pages/figures.mjs`])),
    `${files.size} figures are up to date`,
  );
} else {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const [path, text] of files) writeFileSync(join(root, path), text);
  console.log(`${files.size} figures in ${FOLDER}`);
}
