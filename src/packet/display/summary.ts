import type { PacketObject } from '../packet-object.ts';
export function summaryText(p: PacketObject): string { return p.shape.text; }
