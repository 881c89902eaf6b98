import type { PacketObject } from '../packet-object.ts';
export function sprintfText(p: PacketObject, format: string): string { return format + p.shape.text; }
