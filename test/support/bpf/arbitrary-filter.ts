/** For tests: random capture filters over Ethernet, of what all versions of libpcap understand alike. */
import fc from 'fast-check';

const octet = fc.integer({ min: 0, max: 255 });
const ip4 = fc.constantFrom('10.1.2.3', '192.0.2.1', '172.16.0.9');
const ip6 = fc.constantFrom('2001:db8::1', '::1', 'fe80::2');
const mac = fc.constantFrom('02:00:5e:00:53:01', 'ff:ff:ff:ff:ff:ff');
const direction = fc.constantFrom('', 'src ', 'dst ', 'src or dst ', 'src and dst ');
const port = fc.constantFrom('53', '80', 'http', '6000');

/** Terms that leave the headers where they are. */
const term: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'ip',
    'ip6',
    'arp',
    'tcp',
    'udp',
    'sctp',
    'icmp',
    'icmp6',
    'igmp',
    'stp',
    'ipx',
    'aarp',
    'iso',
    'isis',
    'broadcast',
    'multicast',
    'ip6 multicast',
    'llc',
    'llc ui',
    'pppoed',
  ),
  fc
    .tuple(fc.constantFrom('', 'ip ', 'arp ', 'rarp '), direction, ip4)
    .map(([protocol, way, address]) => `${protocol}${way}host ${address}`),
  fc.tuple(direction, ip6, fc.constantFrom('', '/128')).map(([way, address, length]) => `${way}net ${address}${length}`),
  fc.tuple(direction, fc.constantFrom('10.0.0.0/8', '172.16/12', '192.0.2.0/25', '10.1', '10')).map(([way, net]) => `${way}net ${net}`),
  fc
    .tuple(fc.constantFrom('', 'tcp ', 'udp ', 'sctp '), direction, port)
    .map(([protocol, way, number]) =>
      number === 'http' && protocol === 'sctp ' ? `${protocol}${way}port 80` : `${protocol}${way}port ${number}`,
    ),
  fc
    .tuple(fc.constantFrom('', 'tcp ', 'udp '), direction, fc.constantFrom('1-1023', '53-80', '80-53'))
    .map(([protocol, way, range]) => `${protocol}${way}portrange ${range}`),
  fc.tuple(fc.constantFrom('ether host', 'ether src', 'ether dst'), mac).map(([what, address]) => `${what} ${address}`),
  fc.tuple(fc.constantFrom('ip proto', 'ip6 proto', 'proto', 'ether proto'), octet).map(([what, number]) => `${what} ${number}`),
  fc.tuple(fc.constantFrom('less', 'greater'), fc.integer({ min: 0, max: 1000 })).map(([what, number]) => `${what} ${number}`),
);

/** Arithmetic over fields that are always there in packets of 600 octets. */
const arithmetic: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    octet.map(String),
    fc.constantFrom('len', 'tcp-syn', 'icmp-echo', '0xffffffff'),
    fc
      .tuple(
        fc.constantFrom('ether', 'ip', 'ip6', 'arp', 'tcp', 'udp', 'icmp'),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('', ':1', ':2', ':4'),
      )
      .map(([protocol, at, size]) => `${protocol}[${at}${size}]`),
    fc.tuple(fc.constantFrom('ether', 'ip'), fc.integer({ min: 0, max: 20 })).map(([protocol, at]) => `${protocol}[${protocol}[${at}]]`),
    fc
      .tuple(tie('value'), fc.constantFrom('+', '-', '*', '&', '|', '^'), tie('value'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc
      .tuple(tie('value'), fc.constantFrom('/', '%'), fc.integer({ min: 1, max: 9 }))
      .map(([a, operator, b]) => `((${a}) ${operator} ${b})`),
    fc
      .tuple(tie('value'), fc.constantFrom('<<', '>>'), fc.integer({ min: 0, max: 31 }))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
  ),
})).value;

const relation = fc
  .tuple(arithmetic, fc.constantFrom('=', '!=', '<', '<=', '>', '>='), arithmetic)
  .map(([a, operator, b]) => `${a} ${operator} ${b}`);

const condition: fc.Arbitrary<string> = fc.letrec<{ one: string }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term,
    relation,
    tie('one').map((of) => `not (${of})`),
    fc.tuple(tie('one'), fc.constantFrom('and', 'or', '&&', '||'), tie('one')).map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
    fc.tuple(term, fc.constantFrom('and', 'or'), term, fc.constantFrom('and', 'or'), term).map((parts) => parts.join(' ')),
  ),
})).one;

/** At times behind a term that moves the headers for what follows. */
export const filterExpression: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '', '', 'vlan and ', 'vlan 5 or ', 'not vlan and ', 'vlan and vlan 6 and ', 'pppoes 7 and ip or ', 'geneve and '),
    condition,
  )
  .map(([before, rest]) => (before.startsWith('pppoes') ? 'pppoes 7 and (ip or tcp port 80)' : `${before}(${rest})`));
