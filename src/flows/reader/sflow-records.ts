/** Samples of sFlow, as records: what the sample says, what its records say, and the ends of the packet that was sampled. */
import type { View } from '../../packet/spec/spec.ts';
import { presentFields } from '../../packet/display/value-text.ts';

interface Layer {
  readonly name: string;
  readonly view: View;
}

export interface SflowRecord {
  readonly kind: 'sample' | 'counters';
  readonly values: Readonly<Record<string, unknown>>;
}

const SAMPLE = /^SFlow(Expanded)?(Flow|Counter)?Sample$/;

const fieldsOf = (view: View): Record<string, unknown> =>
  Object.fromEntries([...presentFields(view)].map(({ slot, value }) => [slot.name, value]));

/** @param layers what follows a datagram's header: samples, each with its records, and of a sampled header the packet's layers */
export function sflowRecords(layers: readonly Layer[]): SflowRecord[] {
  const found: { kind: SflowRecord['kind']; values: Record<string, unknown> }[] = [];
  for (const { name, view } of layers) {
    if (SAMPLE.test(name)) {
      found.push({ kind: name.includes('Counter') ? 'counters' : 'sample', values: fieldsOf(view) });
      continue;
    }
    const sample = found.at(-1);
    if (sample === undefined) continue;
    // A second one of its kind, as IP in IP, has a number, as in a packet's JSON.
    let key = name;
    for (let n = 2; key in sample.values; n++) key = `${name}:${n}`;
    sample.values[key] = fieldsOf(view);
  }
  return found;
}
