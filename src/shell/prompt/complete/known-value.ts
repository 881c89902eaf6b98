/** The value of `p[IP].options[0]` as long as it can be known without running anything of the user's, or waiting. */
import type { ShellSession } from '../../make-shell.ts';
import { isLayer } from '../../packets/is-layer.ts';
import { LayerClass } from '../../packets/layer-behaviour.ts';
import { ScapyPacket } from '../../packets/scapy-packet.ts';
import { find, foreignAttribute } from '../../python/attributes.ts';
import { Property } from '../../python/callable.ts';
import { item } from '../../python/items.ts';
import { typeOf } from '../../python/kinds.ts';
import { NAMES } from '../../python/types.ts';
import { Conf } from '../../functions/conf/conf.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';

const STEP =
  /^(?:\.([\p{L}_$][\p{L}\p{N}_$]*)|\[\s*(?:(-?\d+)|(["'])([^"'\\]*)\3|([\p{L}_$][\p{L}\p{N}_$]*))\s*\]|\(((?:[^()"']|"[^"]*"|'[^']*'|\([^()]*\))*)\))/u;

/** Undefined: it is not known. */
export function knownValue(session: ShellSession, expression: string): unknown {
  try {
    return walked(session, expression);
  } catch {
    return undefined;
  }
}

function walked(session: ShellSession, expression: string): unknown {
  const [first = ''] = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(expression) ?? [];
  let value = nameValue(session, first);
  let rest = expression.slice(first.length);
  while (rest !== '' && value !== undefined) {
    const step = STEP.exec(rest);
    if (step === null) return undefined;
    const [all, name, index, , key, variable, argumentsText] = step;
    rest = rest.slice(all.length);
    if (name !== undefined) value = attributeOf(value, name);
    else if (argumentsText !== undefined) value = madeBy(session, value);
    else value = itemOf(value, index !== undefined ? Number(index) : (key ?? nameValue(session, variable ?? '')));
    if (value instanceof Promise) return undefined;
  }
  return value;
}

const nameValue = (session: ShellSession, name: string): unknown => session.names.get(name) ?? session.runtime.builtins.get(name);

/** A call of the user's own classes may stand behind an attribute: those are left alone. */
function attributeOf(of: unknown, name: string): unknown {
  const type = typeOf(of);
  if (type.written) {
    const own = (of as { [NAMES]?: Map<string, unknown> })[NAMES]?.get(name);
    if (own !== undefined) return own;
    const inClass = type.find(name);
    if (inClass === undefined || inClass instanceof Property) return undefined;
  }
  // What stands behind a setting may open the host.
  if (of instanceof Conf) return undefined;
  return find(of, name) ?? foreignAttribute(of, name);
}

function itemOf(of: unknown, key: unknown): unknown {
  return key === undefined || typeOf(of).written ? undefined : item(of, key);
}

/** `IP(…)` is a packet without its values; what other calls give, nobody knows. */
function madeBy(session: ShellSession, of: unknown): unknown {
  const layer = layerOf(of);
  return layer === undefined ? undefined : new ScapyPacket(session.place, layer);
}

export function layerOf(value: unknown): AnyLayer | undefined {
  if (value instanceof LayerClass) return value.layer;
  return isLayer(value) ? value : undefined;
}
