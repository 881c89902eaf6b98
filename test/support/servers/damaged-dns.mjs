/**
 * A DNS server that answers badly: `node damaged-dns.mjs ADDRESS PORT`. The first label of the name says how: `cut.x`. Written for the tests, from
 * RFC 1035 §4.1; what its damage is called is dig's word, not ours.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const [address = '127.0.0.1', port = '5300'] = process.argv.slice(2);

const u16 = (n) => [n >>> 8, n & 255];
const header = (o = {}) => [...u16(o.flags ?? 0x8580), ...u16(o.qd ?? 1), ...u16(o.an ?? 1), ...u16(o.ns ?? 0), ...u16(o.ar ?? 0)];
const record = ({ name = [0xc0, 12], type = 1, data = [1, 2, 3, 4], length = data.length } = {}) => [
  ...name,
  ...u16(type),
  ...[0, 1, 0, 0, 0, 60],
  ...u16(length),
  ...data,
];
const name = (text) => [...text.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]), 0];
const asked = (text) => [...name(text), 0, 1, 0, 1];

/** Behind the identifier: what is said to the question `q`, which is its octets. */
const SAID = {
  loop: (q) => [...header(), ...q, ...record({ name: [0xc0, 12 + q.length] })],
  behindend: (q) => [...header(), ...q, ...record({ name: [0xc0, 0xff] })],
  label: (q) => [...header(), ...q, ...record({ name: [0x81, 0x41] })],
  long: (q) => [
    ...header(),
    ...q,
    ...record({
      name: [
        ...Array(4)
          .fill([63, ...Array(63).fill(97)])
          .flat(),
        0,
      ],
    }),
  ],
  cut: (q) => [...header(), ...q, ...record()].slice(0, -3),
  cutquestion: (q) => [...header(), ...q, ...record({ length: 9 })],
  cuthead: (q) => [...header(), ...q, ...record().slice(0, 8)],
  count: (q) => [...header({ an: 65_535 }), ...q, ...record()],
  uncounted: (q) => [...header({ an: 0 }), ...q, ...record()],
  behind: (q) => [...header({ flags: 0x8100 }), ...q, ...record(), 120, 120, 120, 120],
  shortdata: (q) => [...header(), ...q, ...record({ data: [1, 2, 3] })],
  longdata: (q) => [...header(), ...q, ...record({ data: [1, 2, 3, 4, 5] })],
  alias: (q) => [...header(), ...q, ...record({ type: 5, data: [0xc0, 0xff] })],
  cutalias: (q) => [...header(), ...q, ...record({ type: 5, data: [5, 97, 98] })],
  longalias: (q) => [...header(), ...q, ...record({ type: 5, data: [0xc0, 12, 1] })],
  mx: (q) => [...header(), ...q, ...record({ type: 15, data: [0, 1, 0xc0, 12, 0] })],
  text: (q) => [...header(), ...q, ...record({ type: 16, data: [9, 97, 98] })],
  two: (q) => [...header({ an: 2 }), ...q, ...record(), ...record({ data: [1] })],
  controls: (q) => [...header(), ...q, ...record({ type: 5, data: [8, ...Buffer.from('\x1b[31m\n\r\x07'), 0] })],
  controlstext: (q) => [...header(), ...q, ...record({ type: 16, data: [8, ...Buffer.from('\x1b[31m\n\r\x07')] })],
  good: (q) => [...header(), ...q, ...record()],
  refused: (q) => [...header({ flags: 0x8185, an: 0 }), ...q],
  // Too long for UDP, they say; what comes over TCP is below.
  tcpgood: (q) => [...header({ flags: 0x8780, an: 0 }), ...q],
};
for (const way of ['tcpclose', 'tcphalf', 'tcpid', 'tcpsilent']) SAID[way] = SAID.tcpgood;

/** Datagrams before the good one. */
const BEFORE = {
  wrongid: (_id, q) => [[0, 1, ...SAID.good(q)]],
  wrongquestion: (id) => [[...id, ...header(), ...asked('evil'), ...record()]],
  short: (id) => [[...id, 0x85, 0x80, 0, 1, 0], []],
};

const questionOf = (d) => {
  let end = 12;
  while (d[end] > 0) end += d[end] + 1;
  return d.subarray(12, end + 5);
};
const wordOf = (q) => Buffer.from(q.subarray(1, 1 + q[0])).toString();

const udp = createSocket('udp4');
udp.on('message', (d, from) => {
  const q = questionOf(d);
  const id = d.subarray(0, 2);
  const word = wordOf(q);
  if (word === 'silent') return;
  const all = [...(BEFORE[word]?.(id, q) ?? []), [...id, ...(SAID[word] ?? SAID.good)(q)]];
  for (const one of all) udp.send(Uint8Array.from(one), from.port, from.address);
});
const tcp = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', (d) => {
    const q = questionOf(d.subarray(2));
    const word = wordOf(q);
    const told = (octets) => socket.end(Uint8Array.from([...u16(octets.length), ...octets]));
    if (word === 'tcpsilent') return;
    if (word === 'tcpclose') socket.end();
    else if (word === 'tcphalf') socket.end(Uint8Array.from([1, 0, 97, 98, 99]));
    else if (word === 'tcpid') told([0, 1, ...SAID.good(q)]);
    else told([...d.subarray(2, 4), ...(word === 'tcpgood' ? SAID.good : (SAID[word] ?? SAID.good))(q)]);
  });
});
tcp.listen(Number(port), address, () => udp.bind(Number(port), address));
