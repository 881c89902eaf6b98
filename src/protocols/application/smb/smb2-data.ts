/** The commands of SMB 2 that carry data: of a file, or of a pipe, through which DCE/RPC goes. @see MS-SMB2 §2.2.19 to §2.2.32 */
import { u16le, u32le, u64le, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer, LayerOctets } from '../../../packet/spec/spec.ts';
import { beginsFragment, DceRpc5 } from '../dcerpc/dcerpc.ts';

/** Octets of the header that stands before each structure, from which offsets count. */
const HEADER = 64;
/** Octets of each structure without its data. */
const WRITE = 48,
  READ = 16,
  CONTROL = 56,
  CONTROLLED = 48;

const fileId = () => fixedOctets(16, { about: 'of the open file or pipe' });

/** DCE/RPC, where a fragment begins behind so many octets: what a pipe carries (MS-RPCE §2.1.1.2). */
const pipe = (size: number) => ({
  to: (): AnyLayer[] => [DceRpc5],
  choose: (_self: unknown, { b, start, end }: LayerOctets): AnyLayer | undefined =>
    beginsFragment(b, start + size, end) ? DceRpc5 : undefined,
});

/** @see MS-SMB2 §2.2.21 */
export const SMB2_Write_Request = layer('SMB2_Write_Request', () => ({
  title: 'SMB2 WRITE Request',
  about: 'Writes to a file or a pipe; the data follow.',
  source: 'MS-SMB2 §2.2.21',
  wireshark: '',
  fields: {
    StructureSize: u16le({ default: 49 }),
    DataOffset: u16le({ default: HEADER + WRITE, hex: true, about: 'octets from the header' }),
    Length: u32le({ measures: 'payload', wireshark: 'smb2.write_length' }),
    Offset: u64le({ wireshark: 'smb2.file_offset' }),
    FileId: fileId(),
    Channel: u32le({ hex: true }),
    RemainingBytes: u32le(),
    WriteChannelInfoOffset: u16le(),
    WriteChannelInfoLength: u16le(),
    Flags: u32le({ hex: true, wireshark: 'smb2.write.flags' }),
  },
  next: pipe(WRITE),
  summary: () => 'SMB2 Write Request',
}));

/** @see MS-SMB2 §2.2.20 */
export const SMB2_Read_Response = layer('SMB2_Read_Response', () => ({
  title: 'SMB2 READ Response',
  about: 'What was read of a file or a pipe; the data follow.',
  source: 'MS-SMB2 §2.2.20',
  wireshark: '',
  fields: {
    StructureSize: u16le({ default: 17 }),
    DataOffset: u8({ default: HEADER + READ, hex: true, about: 'octets from the header' }),
    Reserved: u8(),
    Length: u32le({ measures: 'payload' }),
    Remaining: u32le({ wireshark: 'smb2.read_remaining' }),
    Flags: u32le({ hex: true }),
  },
  next: pipe(READ),
  summary: () => 'SMB2 Read Response',
}));

/** @see MS-SMB2 §2.2.31 */
export const SMB2_IOCTL_Request = layer('SMB2_IOCTL_Request', () => ({
  title: 'SMB2 IOCTL Request',
  about: 'A function of the file system, or a call through a pipe; its input follows.',
  source: 'MS-SMB2 §2.2.31',
  wireshark: '',
  fields: {
    StructureSize: u16le({ default: 57 }),
    Reserved: u16le(),
    CtlCode: u32le({ default: 0x0011_c017, hex: true, wireshark: 'smb2.ioctl.function' }),
    FileId: fileId(),
    InputOffset: u32le({ default: HEADER + CONTROL, hex: true, about: 'octets from the header' }),
    InputCount: u32le({ measures: 'payload' }),
    MaxInputResponse: u32le({ wireshark: 'smb2.max_ioctl_in_size' }),
    OutputOffset: u32le({ hex: true }),
    OutputCount: u32le(),
    MaxOutputResponse: u32le({ wireshark: 'smb2.max_ioctl_out_size' }),
    Flags: u32le({ default: 1, hex: true, wireshark: 'smb2.ioctl.flags' }),
    Reserved2: u32le(),
  },
  next: pipe(CONTROL),
  summary: () => 'SMB2 IOCTL Request',
}));

/** @see MS-SMB2 §2.2.32 */
export const SMB2_IOCTL_Response = layer('SMB2_IOCTL_Response', () => ({
  title: 'SMB2 IOCTL Response',
  about: 'What a function of the file system, or a call through a pipe, gave; it follows.',
  source: 'MS-SMB2 §2.2.32',
  wireshark: '',
  fields: {
    StructureSize: u16le({ default: 49 }),
    Reserved: u16le(),
    CtlCode: u32le({ default: 0x0011_c017, hex: true, wireshark: 'smb2.ioctl.function' }),
    FileId: fileId(),
    InputOffset: u32le({ default: HEADER + CONTROLLED, hex: true, about: 'octets from the header' }),
    InputCount: u32le(),
    OutputOffset: u32le({ default: HEADER + CONTROLLED, hex: true, about: 'octets from the header' }),
    OutputCount: u32le({ measures: 'payload' }),
    Flags: u32le({ hex: true, wireshark: 'smb2.ioctl.flags' }),
    Reserved2: u32le(),
  },
  next: pipe(CONTROLLED),
  summary: () => 'SMB2 IOCTL Response',
}));

const u16At = (b: Uint8Array, at: number): number => (b[at] as number) | ((b[at + 1] as number) << 8);

/** Octets to where a structure says that its data are, and the width of that number; and where its data are if nothing stands before them. */
const STRUCTURES = [
  { command: 9, reply: false, size: 49, from: 2, octets: 2, fixed: WRITE, layer: () => SMB2_Write_Request },
  { command: 8, reply: true, size: 17, from: 2, octets: 1, fixed: READ, layer: () => SMB2_Read_Response },
  { command: 11, reply: false, size: 57, from: 24, octets: 2, fixed: CONTROL, layer: () => SMB2_IOCTL_Request },
  { command: 11, reply: true, size: 49, from: 32, octets: 2, fixed: CONTROLLED, layer: () => SMB2_IOCTL_Response },
] as const;

/** The layer of a command's structure, which begins at `at`: where it has its usual size and its data stand right behind it. */
export function dataLayer(
  command: number,
  reply: boolean,
  { b, at, end }: { b: Uint8Array; at: number; end: number },
): AnyLayer | undefined {
  const found = STRUCTURES.find((s) => s.command === command && s.reply === reply);
  if (found === undefined || at + found.fixed >= end || u16At(b, at) !== found.size) return undefined;
  const offset = found.octets === 1 ? (b[at + found.from] as number) : u16At(b, at + found.from);
  return offset === HEADER + found.fixed ? found.layer() : undefined;
}

export const dataLayers = (): AnyLayer[] => STRUCTURES.map((s) => s.layer());
