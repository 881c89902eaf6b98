// Has the library make all the code that it can make: of every layer, of the registry's dissector, of plans over all fields.
import { columnPlan } from '../../src/filter/columns.ts';
import { FRAME_FIELDS, fieldNames } from '../../src/filter/field-names.ts';
import { packet, protocols, dissect } from '../../src/protocols/protocols.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';

/** Zeros: all layers find themselves there, at least a header's beginning. */
const OCTETS = new Uint8Array(2048);

const none = new Uint32Array(0);
/** A batch of no packets: a plan is made when it first runs. */
const EMPTY = {
  data: OCTETS,
  n: 0,
  recycled: false,
  offset: none,
  captured: none,
  wire: none,
  sec: new Float64Array(0),
  nsec: none,
  iface: new Uint16Array(0),
  flags: new Uint16Array(0),
  release() {},
};

export function makeAllCode() {
  for (const layer of protocols.layers.values()) {
    // Each piece of a layer's code is made when it is read.
    for (const piece of Object.keys(Object.getOwnPropertyDescriptors(layer.code))) void Reflect.get(layer.code, piece);
    dissect(OCTETS, layer);
    if (layer.spec.fields === undefined) continue;
    // A stack that is built more than twice gets a builder.
    for (let i = 0; i < 4; i++) void packet(Ether(), layer()).bytes;
  }
  const names = [...FRAME_FIELDS, ...fieldNames(protocols).keys()];
  for (const occurrence of /** @type {const} */ (['first', 'all'])) {
    const plan = columnPlan(protocols, names, { first: Ether, occurrence });
    plan.run(EMPTY, plan.output());
  }
}
