/** `p.command()` in scapy's notation: `IP(dst='192.0.2.1')/TCP(dport=80)`. */
import { REPR, Tuple } from '../python/behaviour.ts';
import { pythonValue } from '../../packet/fields/shared/python-text.ts';
import { FlagValue } from './flag-value.ts';
import { Drawn, Net } from './net.ts';
import { ScapyPacket } from './scapy-packet.ts';

export const scapyCommand = (p: ScapyPacket): string => p.chain().map(one).join('/');

function one(node: ScapyPacket): string {
  const values = node.layer.layout.slots.flatMap((slot) => {
    const isThere = node.isRead || node.given.has(slot.name);
    if (!isThere) return [];
    const value = node.value(slot);
    if (Array.isArray(value) && value.length === 0) return [];
    return [`${node.fieldNames()[slot.index]}=${text(value)}`];
  });
  return `${node.layer.layerName}(${values.join(', ')})`;
}

function text(v: unknown): string {
  if (v instanceof ScapyPacket) return scapyCommand(v);
  if (v instanceof FlagValue) return String(v.value);
  if (v instanceof Drawn) return v.volatile.text;
  if (v instanceof Net) return v[REPR]();
  if (v instanceof Tuple) return `(${v.map(text).join(', ')}${v.length === 1 ? ',' : ''})`;
  if (Array.isArray(v)) return `[${v.map(text).join(', ')}]`;
  return pythonValue(v);
}
