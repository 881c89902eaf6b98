/** Ports and ranges of ports, by number and by name. */
import type { Generator } from '../link/generator.ts';
import type { Condition } from '../conditions/intermediate.ts';
import { type KnownPort, portByName } from './known-names.ts';
import { type PortProtocol, portTerm } from './port-terms.ts';
import { type IdExpression, idText } from '../text/syntax.ts';

const ALL: readonly PortProtocol[] = ['tcp', 'udp', 'sctp'];

export function portsTerm(g: Generator, { id, qualifiers, at }: IdExpression): Condition {
  const { protocol, direction, type } = qualifiers;
  if (protocol !== undefined && protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp')
    throw g.error(at, `'${protocol}' has no ports; 'tcp', 'udp' and 'sctp' do`);
  if (id.kind !== 'number' && id.kind !== 'name') throw g.error(at, `'${idText(id)}' is not a port, but '${type}' is before it`);
  const known = id.kind === 'number' ? numbered(g, id.value, id.value, at) : named(g, id.name, type === 'portrange', at);
  const both = known.protocols.length === ALL.length;
  if (protocol !== undefined && !both && !known.protocols.includes(protocol))
    throw g.error(at, `port '${idText(id)}' belongs to ${known.protocols.join(' and ')}, but '${protocol}' is before it`);
  return portTerm(g, known, protocol === undefined ? known.protocols : [protocol], direction, at, type === 'portrange');
}

interface Ports {
  readonly first: number;
  readonly last: number;
  readonly protocols: readonly PortProtocol[];
}

/** The smaller one may stand last. */
function numbered(g: Generator, a: number, b: number, at: number, protocols = ALL): Ports {
  for (const port of [a, b]) g.atMost(at, 'port', port, 65_535);
  return { first: Math.min(a, b), last: Math.max(a, b), protocols };
}

function named(g: Generator, name: string, range: boolean, at: number): Ports {
  const whole = onePort(name);
  if (whole !== undefined) return numbered(g, whole.port, whole.port, at, whole.protocols);
  if (range)
    // Services have hyphens in their names too: ftp-data.
    for (let hyphen = name.indexOf('-'); hyphen >= 0; hyphen = name.indexOf('-', hyphen + 1)) {
      const first = onePort(name.slice(0, hyphen));
      const last = onePort(name.slice(hyphen + 1));
      if (first === undefined || last === undefined) continue;
      const protocols = first.protocols.filter((protocol) => last.protocols.includes(protocol));
      return numbered(g, first.port, last.port, at, protocols.length > 0 ? protocols : ALL);
    }
  throw g.error(
    at,
    range ? `'${name}' is not a range of ports: write two numbers or names with '-' between` : `'${name}' is not a known service`,
    { name },
  );
}

const onePort = (text: string): KnownPort | undefined => (/^\d+$/.test(text) ? { port: Number(text), protocols: ALL } : portByName(text));
