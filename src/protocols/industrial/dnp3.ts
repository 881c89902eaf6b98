/** Distributed Network Protocol: the link's header, and the transport's and application's behind it. @see IEEE 1815-2012 */
import { bits, flag, u16, u16le, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** Octets of the link's header, of a block of data behind it, and of the check sequence behind each block (IEEE 1815 §9.2.4). */
const HEADER = 10,
  BLOCK = 16,
  CRC = 2;
/** Octets that the length counts in the header. */
const COUNTED = 5;

/** IEEE 1815-2012 §4.2.2.5. */
const FUNCTIONS = {
  Confirm: 0,
  Read: 1,
  Write: 2,
  Select: 3,
  Operate: 4,
  'Direct Operate': 5,
  'Direct Operate No Ack': 6,
  'Immediate Freeze': 7,
  'Immediate Freeze No Ack': 8,
  'Freeze and Clear': 9,
  'Freeze and Clear No Ack': 10,
  'Freeze with Time': 11,
  'Freeze with Time No Ack': 12,
  'Cold Restart': 13,
  'Warm Restart': 14,
  'Initialize Data': 15,
  'Initialize Application': 16,
  'Start Application': 17,
  'Stop Application': 18,
  'Save Configuration': 19,
  'Enable Spontaneous Messages': 20,
  'Disable Spontaneous Messages': 21,
  'Assign Classes': 22,
  'Delay Measurement': 23,
  'Record Current Time': 24,
  'Open File': 25,
  'Close File': 26,
  'Delete File': 27,
  'Get File Info': 28,
  'Authenticate File': 29,
  'Abort File': 30,
  'Activate Config': 31,
  'Authentication Request': 32,
  'Authentication Request No Ack': 33,
  Response: 129,
  'Unsolicited Response': 130,
  'Authentication Response': 131,
} as const;

/** Functions from here on are responses, which have indications behind them. */
const RESPONSES = 129;

/** IEEE 1815-2012 §4.2.2.6, from the lowest bit of the number that Wireshark shows. */
const INDICATIONS = {
  fcni: 0x01,
  obju: 0x02,
  pioor: 0x04,
  ebo: 0x08,
  oae: 0x10,
  cc: 0x20,
  bmsg: 0x100,
  cls1d: 0x200,
  cls2d: 0x400,
  cls3d: 0x800,
  tsr: 0x1000,
  dol: 0x2000,
  dt: 0x4000,
  rst: 0x8000,
} as const;

/** Octets on the wire of so many octets of data. */
const withSums = (data: number): number => data + CRC * Math.ceil(data / BLOCK);

/** What stands over the link: which segment of a message it is, and in the first one the application's header. */
const control = () => ({
  fir: flag({ default: true, wireshark: 'dnp3.al.fir', about: 'the first of several messages' }),
  fin: flag({ default: true, wireshark: 'dnp3.al.fin', about: 'the last of them' }),
  con: flag({ wireshark: 'dnp3.al.con', about: 'wants to be confirmed' }),
  uns: flag({ wireshark: 'dnp3.al.uns', about: 'nobody asked for it' }),
  seq: bits(4, { wireshark: 'dnp3.al.seq' }),
});

type Control = { readonly fir: boolean; readonly fin: boolean; readonly con: boolean; readonly uns: boolean; readonly seq: number };

const controlColumn = {
  'dnp3.al.ctl': {
    hex: 8,
    of: ({ fir, fin, con, uns, seq }: Control) => (Number(fir) << 7) | (Number(fin) << 6) | (Number(con) << 5) | (Number(uns) << 4) | seq,
  },
} as const;

const objects = () => octets({ about: 'objects, with the check sequences of the link among them' });

/** A request of the application. @see IEEE 1815-2012 §4.2.2 */
export const DNP3Request = layer('DNP3Request', () => ({
  about: 'Distributed Network Protocol: a request of the application.',
  source: 'IEEE 1815-2012 §4.2.2',
  wireshark: '',
  fields: { ...control(), func: u8({ default: 1, names: FUNCTIONS, wireshark: 'dnp3.al.func' }), objects: objects() },
  columns: controlColumn,
  summary: ({ func }) => `DNP3 ${functionName(func)}`,
}));

/** A response of the application, with what its sender has to tell of itself. @see IEEE 1815-2012 §4.2.2.6 */
export const DNP3Response = layer('DNP3Response', () => ({
  about: 'Distributed Network Protocol: a response of the application.',
  source: 'IEEE 1815-2012 §4.2.2.6',
  wireshark: '',
  fields: {
    ...control(),
    func: u8({ default: RESPONSES, names: FUNCTIONS, wireshark: 'dnp3.al.func' }),
    iin: u16({ hex: true, wireshark: 'dnp3.al.iin', about: 'internal indications' }),
    objects: objects(),
  },
  columns: {
    ...controlColumn,
    ...Object.fromEntries(
      Object.entries(INDICATIONS).map(([name, bit]) => [`dnp3.al.iin.${name}`, ({ iin }: { iin: number }) => (iin & bit) !== 0]),
    ),
  },
  summary: ({ func }) => `DNP3 ${functionName(func)}`,
}));

const functionName = (func: number): string => Object.entries(FUNCTIONS).find(([, n]) => n === func)?.[0] ?? `function ${func}`;

/** Which part of a message a frame has. @see IEEE 1815-2012 §8.2 */
export const DNP3Transport = layer('DNP3Transport', () => ({
  about: 'Distributed Network Protocol: which part of a message a frame has.',
  source: 'IEEE 1815-2012 §8.2',
  wireshark: '',
  fields: {
    fin: flag({ default: true, wireshark: 'dnp3.tr.fin', about: 'the last' }),
    fir: flag({ default: true, wireshark: 'dnp3.tr.fir', about: 'the first' }),
    seq: bits(6, { wireshark: 'dnp3.tr.seq' }),
  },
  columns: { 'dnp3.tr.ctl': { hex: 8, of: ({ fin, fir, seq }) => (Number(fin) << 7) | (Number(fir) << 6) | seq } },
  // Only the first part has the header; where a check sequence stands within it, it is octets.
  next: {
    to: () => [DNP3Request, DNP3Response],
    choose: ({ fir }, { b, start, end }) => {
      if (!fir || end - start < 1 + 2 + CRC) return undefined;
      if ((b[start + 2] as number) < RESPONSES) return DNP3Request;
      return end - start < 1 + 4 + CRC ? undefined : DNP3Response;
    },
  },
}));

/** The header of a frame. The data behind it have a check sequence after every 16 octets, which stay among them. @see IEEE 1815-2012 §9.2.4 */
export const DNP3 = layer('DNP3', () => ({
  about: "Distributed Network Protocol: the header of a link's frame.",
  source: 'IEEE 1815-2012 §9.2.4',
  wireshark: 'dnp3',
  repeats: true,
  begins: (b, start, end) => end - start >= HEADER && b[start] === 0x05 && b[start + 1] === 0x64 && (b[start + 2] as number) >= COUNTED,
  fields: {
    start: u16({ default: 0x0564, hex: true, wireshark: 'dnp3.start' }),
    len: u8({
      compute: ({ payloadSize }) => COUNTED + payloadSize - CRC * Math.ceil(payloadSize / (BLOCK + CRC)),
      wireshark: 'dnp3.len',
      about: 'octets behind it, without check sequences',
    }),
    dir: flag({ wireshark: 'dnp3.ctl.dir', about: 'from the master' }),
    prm: flag({ default: true, wireshark: 'dnp3.ctl.prm', about: 'begins a transaction' }),
    fcb: flag({ about: 'frame count; reserved in what answers' }),
    fcv: flag({ about: 'the frame count is valid; in what answers: the buffers are full' }),
    func: bits(4, { default: 4, about: '4: data that need no confirmation' }),
    dst: u16le({ wireshark: 'dnp3.dst' }),
    src: u16le({ wireshark: 'dnp3.src' }),
    crc: u16le({ hex: true, wireshark: 'dnp3.hdr.CRC', about: 'of the header; not computed' }),
  },
  columns: {
    'dnp3.ctl': {
      hex: 8,
      of: ({ dir, prm, fcb, fcv, func }) => (Number(dir) << 7) | (Number(prm) << 6) | (Number(fcb) << 5) | (Number(fcv) << 4) | func,
    },
    'dnp3.ctl.fcb': ({ prm, fcb }) => (prm ? fcb : undefined),
    'dnp3.ctl.fcv': ({ prm, fcv }) => (prm ? fcv : undefined),
    'dnp3.ctl.dfc': ({ prm, fcv }) => (prm ? undefined : fcv),
    'dnp3.ctl.prifunc': ({ prm, func }) => (prm ? func : undefined),
    'dnp3.ctl.secfunc': ({ prm, func }) => (prm ? undefined : func),
    // Both ends of it.
    'dnp3.addr': ({ dst, src }) => [dst, src],
  },
  payloadLength: ({ len }) => withSums(len - COUNTED),
}));
