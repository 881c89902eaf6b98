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

/** A field of the frame: its text as tshark writes it, and what `pkw fields` says of it. */
export interface FrameFieldText {
  readonly type: string;
  readonly about: string;
  readonly text: (row: FrameRow, p: PacketObject) => string;
}

const field = (type: string, about: string, text: FrameFieldText['text']): FrameFieldText => ({ type, about, text });

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jul 16, 2026 18:13:41.110059000 UTC`: as tshark writes it where the time zone is UTC. Empty where no calendar has the date. */
function dateText(sec: number, nsec: number): string {
  const date = new Date(sec * 1000);
  if (Number.isNaN(date.getTime())) return '';
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}, ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${String(nsec).padStart(9, '0')} UTC`;
}

const timeOf = ({ batch, i }: FrameRow, text: (sec: number, nsec: number) => string): string =>
  hasTime(batch, i) ? text(batch.sec[i] as number, batch.nsec[i] as number) : '';

export const frameFields: Readonly<Record<string, FrameFieldText>> = {
  'frame.number': field('number', '1 for the first packet of the capture', (row) => String(row.number)),
  'frame.len': field('number', 'octets that the packet had on the wire', ({ batch, i }) => String(batch.wire[i])),
  'frame.cap_len': field('number', 'octets that were captured of it', ({ batch, i }) => String(batch.captured[i])),
  'frame.time': field('text', 'date and time, in UTC', (row) => timeOf(row, dateText)),
  'frame.time_epoch': field('text', 'seconds since 1970, with nine digits after the point', (row) => timeOf(row, epochText)),
  'frame.comment': field('text', 'comments on the packet', ({ batch, i }) => (batch.comments?.(i) ?? []).map(escapeText).join(',')),
  'frame.section_number': field('number', 'section of a pcapng, from 1', ({ numbered, iface }) =>
    numbered ? String((iface?.section ?? 0) + 1) : '',
  ),
  // Counts within its section.
  'frame.interface_id': field('number', 'interface of a pcapng, from 0', ({ numbered, iface, batch, i }) =>
    numbered ? String(iface?.number ?? batch.iface[i]) : '',
  ),
  'frame.interface_name': field('text', 'name of that interface', ({ numbered, iface }) => (numbered ? escapeText(iface?.name ?? '') : '')),
  'frame.interface_description': field('text', 'description of that interface', ({ numbered, iface }) =>
    numbered ? escapeText(iface?.description ?? '') : '',
  ),
  'frame.encap_type': field('number', 'link type of the capture', (row) => String(row.linkType)),
  'frame.protocols': field('text', 'protocols, the outermost first', (row, p) => protocolChain(p.shape, row.linkType, (i) => p.view(i))),
};
