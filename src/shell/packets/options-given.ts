/** Options that are fields: pages of scapy's users write `DHCP(options=[…, IPField("requested_addr", "192.0.2.12")])`, which never was an option there. */
import type { Slot } from '../../packet/spec/slot.ts';
import { repr } from '../python/text/repr.ts';
import { OwnField } from './own/own-fields.ts';
import type { Place } from './place.ts';

/** Without them, as scapy sends it; what to write instead is said. */
export function optionsGiven({ note }: Place, slot: Slot, value: unknown): unknown {
  if (slot.kind.value !== 'options' || !Array.isArray(value) || !value.some((entry) => entry instanceof OwnField)) return value;
  return (value as unknown[]).filter((entry) => {
    if (!(entry instanceof OwnField)) return true;
    const { kind, name } = entry;
    const of = repr(entry.make({}).options.default ?? null);
    note(`${kind}("${name}", ${of}) is a field of a layer, and left out of the options: write ("${name}", ${of})`);
    return false;
  });
}
