// A protocol that the package does not have: DLEP (RFC 8175), by which a modem and a router find each other on their link.
// One spec gives its types, dissecting, building, ls(), show(), JSON, columns and random values.
import {
  bind,
  columns,
  dissect,
  Ether,
  fuzz,
  IP,
  ipv4,
  layer,
  ls,
  mac,
  memorySink,
  names,
  octets,
  option,
  optionList,
  packet,
  PcapWriter,
  protocols,
  readCapture,
  record,
  text,
  u8,
  u16,
  u32,
  UDP,
  fixedText,
  mayEnd,
} from 'packetwright';

// The structures inside data items are layers as well. A field at the end may be left out.
const DLEPConnection = layer('DLEPConnection', {
  about: 'Where the modem listens for the session.',
  source: 'RFC 8175 §13.2',
  fields: {
    flags: u8({ about: 'bit 0: use TLS' }),
    address: ipv4({ wireshark: 'dlep.dataitem.v4conn.addr' }),
    port: mayEnd(u16({ wireshark: 'dlep.dataitem.v4conn.port', about: 'TCP port; 854 where there is none' })),
  },
});

const DLEPPeerType = layer('DLEPPeerType', {
  about: 'What the peer is.',
  source: 'RFC 8175 §13.4',
  fields: {
    flags: u8({ hex: true, wireshark: 'dlep.dataitem.peertype.flags', about: 'bit 0: the medium is secured' }),
    description: text({ encoding: 'utf8', wireshark: 'dlep.dataitem.peertype.description' }),
  },
});

/** Dynamic Link Exchange Protocol: its signals, which are sent over UDP. @see RFC 8175 §11.1 */
const DLEP = layer('DLEP', {
  about: 'Dynamic Link Exchange Protocol: signals by which a modem and a router find each other.',
  source: 'RFC 8175 §11.1',
  wireshark: 'dlep',
  fields: {
    signature: fixedText(4, { default: 'DLEP', wireshark: 'dlep.signal.signature' }),
    // An enum: a number that has names. Names may be given, and are shown.
    type: u16({ default: 1, names: names({ 'peer-discovery': 1, 'peer-offer': 2 }), wireshark: 'dlep.signal.type' }),
    // A length: computed from `items` when it is not given, and the bound of `items` when it is read.
    length: u16({ measures: 'items', wireshark: 'dlep.signal.length', about: 'octets of the data items' }),
    // A list of options. What is not in the table is kept by its number, what is malformed as octets.
    items: optionList(
      {
        typeOctets: 2,
        lengthOctets: 2,
        wireshark: { type: 'dlep.dataitem.type', length: 'dlep.dataitem.length' },
        kinds: {
          2: option(
            'ConnectionPoint',
            record(() => DLEPConnection),
          ),
          4: option(
            'PeerType',
            record(() => DLEPPeerType),
          ),
          5: option('Heartbeat', u32({ wireshark: 'dlep.dataitem.heartbeat', about: 'milliseconds' })),
          6: option('Extensions', octets()),
          7: option('Mac', mac()),
        },
      },
      { about: 'RFC 8175 §13' },
    ),
  },
  // An offer answers a discovery.
  match: { hash: (_dlep, _role, seed) => seed, answers: (reply, request) => request.type === 1 && reply.type === 2 },
  summary: (dlep) => `DLEP ${dlep.type === 2 ? 'offer' : 'discovery'}`,
});

// It follows UDP on port 854. `protocols` stays as it is: this is another registry.
const registry = protocols.with(bind(UDP, { sport: 854 }, DLEP), bind(UDP, { dport: 854 }, DLEP));

const offer = packet(
  Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }),
  IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
  UDP({ sport: 854, dport: 854 }),
  DLEP({
    type: 'peer-offer',
    items: [
      ['PeerType', { description: 'radio' }],
      ['ConnectionPoint', { address: '192.0.2.1', port: 5000 }],
      ['Heartbeat', 60_000],
      [900, Uint8Array.of(1, 2)],
    ],
  }),
);

console.log(ls(DLEP));
const seen = dissect(offer.bytes, Ether, { registry });
console.log(seen.show());
const dlep = seen.get(DLEP);
for (const [name, value] of dlep?.items ?? []) {
  // The name tells the type of the value; one of the wrong length is octets.
  if (name === 'Heartbeat' && typeof value === 'number') console.log(`a heartbeat every ${value / 1000} s`);
}

// Random values within what the fields can hold, and columns over many packets: both need nothing more.
const sink = memorySink();
const file = new PcapWriter(sink);
await file.write({ octets: offer.bytes, sec: 1_800_000_000, nsec: 0 });
const discovery = packet(Ether(), IP({ dst: '192.0.2.2' }), UDP({ sport: 854, dport: 854 }), DLEP());
for (const p of fuzz(discovery, { keep: ['Ether', 'IP'], seed: 1 }).repeat(3))
  await file.write({ octets: p.bytes, sec: 1_800_000_001, nsec: 0 });
await file.close();

const source = await readCapture(sink.octets());
const plan = columns(['dlep.signal.type', 'dlep.dataitem.heartbeat', 'dlep.dataitem.v4conn.addr'], {
  registry,
  interfaces: source.interfaces,
});
const table = plan.output();
for await (const batch of source.batches()) {
  plan.run(batch, table);
  for (const { field, present, values } of table.columns)
    console.log(field, Array.from({ length: batch.n }, (_, i) => (present[i] === 1 ? values[i] : '-')).join(' '));
}
