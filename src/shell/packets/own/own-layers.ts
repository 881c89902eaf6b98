/** `class Foo(Packet): fields_desc = […]`: a layer of the user's own, in scapy's notation. */
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Field } from '../../../packet/spec/field.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { Bound } from '../../python/callable.ts';
import { notImplementedError, typeError, valueError } from '../../python/errors.ts';
import { iterableNow } from '../../python/iterate.ts';
import { linked } from '../../python/linked.ts';
import { conditionOf, inCondition, OwnField, type Role } from './own-fields.ts';
import { keep } from './kept.ts';
import { Traced } from './traced.ts';

/** Methods of scapy's that change how a packet is built or read, and what to write instead. */
const HOOKS: Readonly<Record<string, string>> = {
  post_build: 'a FieldLenField or LenField for lengths; or set the value before the packet is sent',
  do_build: 'fields that have the octets',
  self_build: 'fields that have the octets',
  do_dissect: 'fields_desc',
  pre_dissect: 'change the octets before you read them',
  post_dissect: 'change the packet after you read it',
  post_dissection: 'change the packet after you read it',
  guess_payload_class: 'bind_layers(LAYER, NEXT, field=value)',
  default_payload_class: 'bind_layers(LAYER, NEXT)',
  dispatch_hook: 'two classes, and bind_layers for each',
  answers: 'compare the fields yourself, with lfilter or stop_filter',
  hashret: 'compare the fields yourself, with lfilter or stop_filter',
  mysummary: 'a function of your own: prn=lambda p: …',
};
/** What a class may have besides: records end behind their fields anyway. */
const ACCEPTED: ReadonlySet<string> = new Set(['extract_padding']);

/** Methods and values that the user gave to his layers. */
const members = new WeakMap<AnyLayer, ReadonlyMap<string, unknown>>();

/** What the class of a packet has under that name, as an attribute of the packet. */
export function ownMember(p: { readonly layer: AnyLayer }, name: string): unknown {
  const found = members.get(p.layer)?.get(name);
  return typeof found === 'function' ? new Bound(p, found) : found;
}

/** @throws NotImplementedError for what cannot be read, with what to write instead */
export async function makeOwnLayer(name: string, names: Readonly<Record<string, unknown>>): Promise<AnyLayer> {
  const { fields_desc: desc, name: title, ...others } = names;
  for (const [member, value] of Object.entries(others)) {
    const instead = HOOKS[member];
    if (typeof value === 'function' && instead !== undefined)
      throw notImplementedError(`${name}.${member}() is not called here; write instead: ${instead}`);
  }
  if (desc === undefined) throw typeError(`class ${name} has no fields_desc: write fields_desc = [ByteField("a", 0), …]`);
  const fields = [...iterableNow(desc)].map((f) => {
    if (f instanceof OwnField) return f;
    throw typeError(`class ${name}: fields_desc holds fields, such as ByteField("a", 0)`);
  });
  const plain = new Set<string>();
  const kinds = await kindsOf(name, fields, plain);
  const made = layer(name, {
    title: typeof title === 'string' ? title : name,
    about: `${typeof title === 'string' ? title : name}, a layer of this session`,
    fields: kinds as never,
    summary: () => name,
  } as never) as unknown as AnyLayer;
  if (plain.size > 0) keep(made, plain);
  members.set(made, new Map(Object.entries(others).filter(([member]) => !member.startsWith('__') && !ACCEPTED.has(member))));
  return made;
}

async function kindsOf(name: string, fields: readonly OwnField[], plain: Set<string>): Promise<Record<string, Field<any, any>>> {
  const known = new Set(fields.map((f) => f.name));
  const roles = new Map<string, Role>();
  for (const f of fields) {
    const adjust = f.asks.adjust;
    const moved = typeof adjust === 'function' ? adjusted(await linked.call(adjust, [Traced.packet(), Traced.number()]), f) : {};
    if (Object.keys(f.role).length > 0) roles.set(f.name, { ...f.role, ...moved });
  }
  const computed = new Set(fields.filter((f) => AUTOMATIC.has(f.kind)).map((f) => f.name));
  for (const f of fields) {
    await measured(f, f.asks.length, 'measures', roles, known);
    await measured(f, f.asks.count, 'counts', roles, known);
  }
  for (const of of roles.keys()) if (!computed.has(of)) plain.add(of);
  for (const f of fields) if (NAMING.test(f.kind) && f.asks.when === undefined) plain.add(f.name);
  const kinds: Record<string, Field<any, any>> = {};
  for (const f of fields) {
    // A number may name what follows: bind_layers() says so later.
    let kind = f.make(roles.get(f.name) ?? (NAMING.test(f.kind) && f.asks.when === undefined ? { selects: `${name}.${f.name}` } : {}));
    if (f.asks.when !== undefined) {
      const condition = conditionOf(await linked.call(f.asks.when, [Traced.packet()]));
      if (condition === undefined) throw unreadable(f, 'its condition');
      kind = inCondition(kind, condition);
    }
    if (kinds[f.name] !== undefined) throw valueError(`class ${name}: two fields are called '${f.name}'`);
    kinds[f.name] = kind;
  }
  return kinds;
}

/** Fields that say the length of others by themselves. */
const AUTOMATIC: ReadonlySet<string> = new Set(['FieldLenField', 'LenField']);

const NAMING = /^X?(Byte|Short|Int|Bit)(Enum)?Field$/;

/** The field that a function takes the length of another from gets that role. */
async function measured(
  f: OwnField,
  from: unknown,
  role: 'measures' | 'counts',
  roles: Map<string, Role>,
  known: ReadonlySet<string>,
): Promise<void> {
  if (typeof from !== 'function') return;
  const linear = asLinear(await linked.call(from, [Traced.packet()]));
  if (linear?.field === undefined) throw unreadable(f, 'where its length stands');
  if (!known.has(linear.field))
    throw valueError(`${f.name}: there is no field '${linear.field}'${didYouMean(nearest(linear.field, known))}`);
  if (roles.has(linear.field)) return;
  roles.set(linear.field, {
    [role]: f.name,
    ...(linear.unit !== 1 && { unit: linear.unit }),
    ...(linear.bias !== 0 && { bias: linear.bias }),
  });
}

const asLinear = (traced: unknown): Traced['linear'] => (traced instanceof Traced ? traced.linear : undefined);

/** `adjust=lambda pkt, x: x + 4`: the field says that much more than there is. */
function adjusted(traced: unknown, f: OwnField): Role {
  const linear = asLinear(traced);
  if (linear === undefined || linear.field !== undefined) throw unreadable(f, 'its adjust');
  // value = (x + bias) × unit; so x = (value − bias × unit) × (1 / unit).
  return {
    ...(linear.unit !== 1 && { unit: 1 / linear.unit }),
    ...(linear.bias !== 0 && { bias: -linear.bias * linear.unit }),
  };
}

const unreadable = (f: OwnField, what: string): Error =>
  notImplementedError(
    `${f.kind}("${f.name}"): ${what} is not one field with numbers added or multiplied; write such as lambda pkt: pkt.size - 4`,
  );
