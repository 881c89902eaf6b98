/** Names of scapy that are not here: whoever uses one is told what to use instead. */
import { type Behaviour, CALL, GET, REPR, TYPE_NAME } from '../python/behaviour.ts';
import { notImplemented, PyError } from '../python/errors.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  Automaton: 'write a state machine with machine(), in TypeScript (docs/machines.md)',
  ATMT: 'write a state machine with machine(), in TypeScript (docs/machines.md)',
  PipeEngine: 'use packetStream() and pipeTo(), in TypeScript (docs/exchange.md)',
  TCP_client: 'use Node.js sockets, or guard() and sr1()',
  StreamSocket: 'use Node.js sockets',
  L3RawSocket: 'leave it out: sockets are chosen by themselves',
  L3PacketSocket: 'leave it out: sockets are chosen by themselves',
  L2Socket: 'leave it out: sockets are chosen by themselves',
  L2ListenSocket: 'use sniff()',
  nmap_fp: 'there is no fingerprinting yet',
  p0f: 'there is no fingerprinting yet',
  prnp0f: 'there is no fingerprinting yet',
  arpcachepoison: 'send(ARP(…)) by hand, in your own network only',
  arp_mitm: 'send(ARP(…)) by hand, in your own network only',
  traceroute_map: 'traceroute(…)[0].graph() draws the ways',
  hexedit: 'change octets with raw(p) and the layer: IP(octets)',
  UTscapy: 'use a test runner of your own',
  TLSSession: 'load_layer("tls") reads what is not encrypted',
  TCPSession: 'packets are not put together into streams yet',
  IPSession: 'use defragment(packets)',
};

class NotHere implements Behaviour {
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  get [TYPE_NAME](): string {
    return this.#name;
  }
  #refuse(): never {
    throw new PyError(notImplemented, [`${this.#name} is not here: ${INSTEAD[this.#name] ?? 'nothing takes its place yet'}`]);
  }
  [CALL](): never {
    return this.#refuse();
  }
  [GET](): never {
    return this.#refuse();
  }
  [REPR](): string {
    return `<${this.#name}: not here>`;
  }
}

export const notHere = (): Record<string, unknown> => Object.fromEntries(Object.keys(INSTEAD).map((name) => [name, new NotHere(name)]));
