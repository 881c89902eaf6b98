import type { PacketObject } from '../packet-object.ts';
export function showText(p: PacketObject): string { return p.shape.text; }
