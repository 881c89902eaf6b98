/** The names that a protocol's author imports from the package. */
export { bits, flags, u16, u8 } from '../../src/packet/fields/integers.ts';
export { ipv4 } from '../../src/packet/fields/addresses.ts';
export { text } from '../../src/packet/fields/octets.ts';
export { when } from '../../src/packet/fields/conditional.ts';
export type { Flags } from '../../src/packet/spec/flags.ts';
export { fuzz } from '../../src/packet/templates/fuzz.ts';
export { layer } from '../../src/packet/layer/layer.ts';
export { lsFunction } from '../../src/packet/ls.ts';
export { Raw } from '../../src/packet/layer/raw.ts';
export { bind } from '../../src/packet/chain/bindings.ts';
export { dissectFunction, packetFunction } from '../../src/packet/packet-functions.ts';
export { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
export { protocols } from '../../src/protocols/protocols.ts';
export { UDP } from '../../src/protocols/transport/udp.ts';
