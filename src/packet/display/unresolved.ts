/** Packets that wait for a name to be looked up have no octets, but can be shown. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { flatParts } from '../laid/build.ts';
import { isVerbatim } from '../laid/decompose.ts';
import { HostName } from '../fields/addresses.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import type { Part } from '../laid/packet.ts';
import type { Laid } from '../laid/laid.ts';

/** The packet, built; or one like it that has the unspecified address where names wait. */
export function shownPacket(p: Laid): Laid {
  try {
    return p.built();
  } catch (error) {
    if (!(error instanceof PacketwrightError && error.code === 'ERR_UNRESOLVED')) throw error;
    return p.of(flatParts(p.parts).map(withoutNames)).built();
  }
}

function withoutNames(part: Part): Part {
  if (!(part instanceof CraftedLayer) || isVerbatim(part)) return part;
  const given = Object.fromEntries(
    Object.entries(part.given).map(([name, v]) => [
      name,
      v instanceof HostName ? (part.layer.layout.byName.get(name)?.kind.value === 'ipv6' ? '::' : '0.0.0.0') : v,
    ]),
  );
  return new CraftedLayer(part.layer, part.id, given) as unknown as Part;
}
