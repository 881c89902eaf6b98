import type { PacketObject } from '../packet-object.ts';
export function asJson(p: PacketObject): string { return p.shape.text; }
export function commandText(p: PacketObject): string { return p.shape.text; }
