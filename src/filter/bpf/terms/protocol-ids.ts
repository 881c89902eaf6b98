/** Protocols by number and name: `ip proto 89`, `ether proto \arp`, `ip6 protochain \tcp`. */
import type { Generator } from '../link/generator.ts';
import type { Condition } from '../conditions/intermediate.ts';
import { ipProtocolByName, isoProtocolByName, linkProtocolByName } from './known-names.ts';
import { linkProtocol } from '../link/link-protocol.ts';
import { protocolChain } from './protocol-chain.ts';
import { ip6Protocol, ipOrIp6Protocol, ipProtocol, isisType, isoProtocol } from './protocol-terms.ts';
import { type Id, type IdExpression, idText } from '../text/syntax.ts';
import type { Protocol } from '../text/words.ts';

export function protocolIdTerm(g: Generator, { id, qualifiers, at }: IdExpression): Condition {
  const { protocol, type } = qualifiers;
  const number = protocolNumber(g, id, protocol, type as string, at);
  if (type === 'protochain') {
    if (protocol !== undefined && protocol !== 'ip' && protocol !== 'ip6')
      throw g.error(at, `'${protocol}' cannot come before 'protochain'; 'ip' and 'ip6' can`);
    return protocolChain(g, number, protocol, at);
  }
  switch (protocol) {
    case undefined:
      return ipOrIp6Protocol(g, number, at);
    case 'ip':
      return ipProtocol(g, number, at);
    case 'ip6':
      return ip6Protocol(g, number, at);
    case 'link':
      return linkProtocol(g, number, at);
    case 'iso':
      return isoProtocol(g, number, at);
    case 'isis':
      return isisType(g, number, at);
    default:
      throw g.error(at, `'${protocol}' cannot come before 'proto'; 'ip', 'ip6', 'ether', 'iso' and 'isis' can`);
  }
}

function protocolNumber(g: Generator, id: Id, protocol: Protocol | undefined, type: string, at: number): number {
  if (id.kind === 'number') return id.value;
  if (id.kind !== 'name') throw g.error(at, `'${idText(id)}' is not a protocol, but '${type}' is before it`);
  const number = (protocol === 'link' ? linkProtocolByName : protocol === 'iso' ? isoProtocolByName : ipProtocolByName)(id.name);
  if (number === undefined) throw g.error(at, `'${id.name}' is not a known protocol`, { name: id.name });
  return number;
}
