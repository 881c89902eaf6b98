/** `columns([...])` over the package's own protocols. */
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { protocols } from '../protocols/protocols.ts';
import { type ColumnOptions, type ColumnPlan, columnPlan } from './columns.ts';

/**
 * A plan for these fields, by Wireshark's names or ours: `columns(['frame.time_epoch', 'ip.src', 'tcp.dstport', 'DNS.id'])`.
 * Give the source's `interfaces` for captures of other link types than Ethernet.
 * @throws ERR_FIELD for a name that no layer knows.
 */
export function columns(fields: readonly string[], o: ColumnOptions & { readonly registry?: Registry } = {}): ColumnPlan {
  return columnPlan(o.registry ?? protocols, fields, { first: Ether as unknown as AnyLayer, ...o });
}
