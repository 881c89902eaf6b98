/** Fields of the frame: number, lengths, time, the chain of protocols. */
import type { CaptureBatch } from '../../capture/batch-columns.ts';
import { FLAG_NO_TIME, type InterfaceInfo, type PacketBatch } from '../../capture/batch.ts';
import { escapeText } from '../../bytes/escape.ts';
import { epochText } from '../../bytes/time.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { protocolChain } from '../../filter/protocol-chain.ts';

/** Where a packet stands in its capture. */
export interface FrameRow {
  readonly batch: PacketBatch & Partial<CaptureBatch>;
  readonly i: number;
  /** 1 for the capture's first packet. */
  readonly number: number;
  readonly linkType: number;
  /** The capture's interfaces have numbers: a pcapng. */
  readonly numbered: boolean;
  /** Where it was captured, as far as its capture tells. */
  readonly iface?: (InterfaceInfo & { readonly section?: number; readonly number?: number }) | undefined;
}

export const hasTime = (batch: PacketBatch, i: number): boolean => ((batch.flags[i] as number) & FLAG_NO_TIME) === 0;

export const frameFields: Readonly<Record<string, (row: FrameRow, p: PacketObject) => string>> = {
  'frame.number': (row) => String(row.number),
  'frame.len': ({ batch, i }) => String(batch.wire[i]),
  'frame.cap_len': ({ batch, i }) => String(batch.captured[i]),
  'frame.time_epoch': ({ batch, i }) => (hasTime(batch, i) ? epochText(batch.sec[i] as number, batch.nsec[i] as number) : ''),
  'frame.comment': ({ batch, i }) => (batch.comments?.(i) ?? []).map(escapeText).join(','),
  'frame.section_number': ({ numbered, iface }) => (numbered ? String((iface?.section ?? 0) + 1) : ''),
  // Counts within its section.
  'frame.interface_id': ({ batch, i, numbered, iface }) => (numbered ? String(iface?.number ?? batch.iface[i]) : ''),
  'frame.interface_name': ({ numbered, iface }) => (numbered ? escapeText(iface?.name ?? '') : ''),
  'frame.interface_description': ({ numbered, iface }) => (numbered ? escapeText(iface?.description ?? '') : ''),
  'frame.encap_type': (row) => String(row.linkType),
  'frame.protocols': (row, p) => protocolChain(p.shape, row.linkType),
};
