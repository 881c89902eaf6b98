/** `protochain`: a protocol anywhere among the headers that follow an IP header. */
import type { Generator } from '../link/generator.ts';
import {
  and,
  binary,
  type Condition,
  constant,
  fromRegister,
  load,
  not,
  or,
  plus,
  type Position,
  type Register,
  type Step,
  test,
  type Value,
} from '../conditions/intermediate.ts';
import { ETHERTYPE, linkProtocol } from '../link/link-protocol.ts';
import { IP_PROTOCOL } from './protocol-terms.ts';

/** Extension headers that begin with the next one's number and their own length (RFC 8200 §4): hop-by-hop, routing, fragment, destination. */
const EXTENSIONS = [0, 60, 43, 44];

/**
 * libpcap writes a loop, which jumps backwards and so cannot be given to the kernel; this is the loop unrolled, as often as a program has room for.
 */
export function protocolChain(g: Generator, number: number, family: 'ip' | 'ip6' | undefined, at: number): Condition {
  g.atMost(at, 'protocol number', number, 255);
  if (family === undefined) return or(protocolChain(g, number, 'ip', at), protocolChain(g, number, 'ip6', at));
  const start = g.networkAt(0, at);
  if (start.base !== undefined)
    throw g.error(at, `'protochain' is not supported on link type ${g.linkName}, whose headers vary in length`, {
      remedy: "use 'proto', which looks at the first header only",
    });
  g.chains = true;
  const { protocol, offset } = g.chainRegisters;
  const isWanted = test('equal', fromRegister(protocol), constant(number));
  const first: Value = load(g.networkAt(family === 'ip' ? 9 : 6, at), 1);
  const behind: Value = family === 'ip' ? { kind: 'headerLength', at: start.offset } : constant(40);
  const steps: Step[] = [
    { kind: 'assign', register: protocol, value: first },
    { kind: 'assign', register: offset, value: behind },
    ...Array.from({ length: g.options.chainLength }, () => hop(start.offset, protocol, offset, isWanted, family)),
  ];
  return and(linkProtocol(g, ETHERTYPE[family], at), { kind: 'after', steps, of: isWanted });
}

function hop(network: number, protocol: Register, offset: Register, isWanted: Condition, family: 'ip' | 'ip6'): Step {
  const is = (number: number): Condition => test('equal', fromRegister(protocol), constant(number));
  const octet = (by: number): Value => load({ base: fromRegister(offset), offset: network + by } satisfies Position, 1);
  const authentication: Step = {
    kind: 'when',
    condition: is(IP_PROTOCOL.ah),
    steps: [
      { kind: 'assign', register: protocol, value: octet(0) },
      // Its length counts words of four, less two (RFC 4302 §2.2). libpcap forgets what came before it, and so does this.
      { kind: 'assign', register: offset, value: binary('*', plus(octet(1), constant(2)), constant(4)) },
    ],
  };
  const extension: Step = {
    kind: 'when',
    condition: or(is(EXTENSIONS[0] as number), ...EXTENSIONS.slice(1).map(is)),
    steps: [
      { kind: 'assign', register: protocol, value: octet(0) },
      { kind: 'assign', register: offset, value: plus(binary('*', plus(octet(1), constant(1)), constant(8)), fromRegister(offset)) },
    ],
    otherwise: [authentication],
  };
  return {
    kind: 'when',
    condition: and(not(isWanted), not(is(IP_PROTOCOL.noNext))),
    steps: [family === 'ip6' ? extension : authentication],
  };
}
