/** epb_flags: the direction of a packet, and whether its checksum was left to the network card. @see draft-ietf-opsawg-pcapng §4.3.1 */
import { FLAG_CHECKSUM_NOT_READY, FLAG_OUTGOING } from '../batch.ts';
import { option, optionValue, type PcapngOption } from './options.ts';

const DIRECTION = 3;
const OUTBOUND = 2;
const CHECKSUM_NOT_READY = 0x200;

/** What a link says of a packet. */
export function flagOptions(flags: number): PcapngOption[] {
  const value = ((flags & FLAG_OUTGOING) !== 0 ? OUTBOUND : 0) | ((flags & FLAG_CHECKSUM_NOT_READY) !== 0 ? CHECKSUM_NOT_READY : 0);
  return value === 0 ? [] : [option('epb_flags', value)];
}

/** The value of epb_flags as FLAG_… bits of a batch. */
export function flagsOfOption(value: number): number {
  return ((value & DIRECTION) === OUTBOUND ? FLAG_OUTGOING : 0) | ((value & CHECKSUM_NOT_READY) !== 0 ? FLAG_CHECKSUM_NOT_READY : 0);
}

/** A packet's options as they are, but for what is said of it now: whether it went out, and its first comment. */
export function restatedOptions(
  options: readonly PcapngOption[],
  { outgoing = false, comment }: { readonly outgoing?: boolean | undefined; readonly comment?: string | undefined },
): readonly PcapngOption[] {
  const flags = Number(optionValue(options, 'epb_flags') ?? 0);
  const direction = flags & DIRECTION;
  const now = outgoing ? OUTBOUND : direction === OUTBOUND ? 0 : direction;
  return withFirst(
    withFirst(options, 'comment', comment),
    'epb_flags',
    now === direction ? flags : (flags & ~DIRECTION) | now || undefined,
  );
}

/** The options with another first value of that name; without the first one for undefined. */
function withFirst(
  options: readonly PcapngOption[],
  name: 'comment' | 'epb_flags',
  value: string | number | undefined,
): readonly PcapngOption[] {
  const i = options.findIndex((o) => o.name === name);
  const had = options[i];
  if (had === undefined) return value === undefined || value === 0 ? options : [option(name, value), ...options];
  if (had.value === value) return options;
  return value === undefined ? options.toSpliced(i, 1) : options.with(i, option(name, value));
}
