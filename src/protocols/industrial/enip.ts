/** EtherNet/IP: the encapsulation's header. @see CIP Networks Library, volume 2, §2-3 */
import { mix } from '../../bytes/hash.ts';
import { u16le, u32le } from '../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** CIP volume 2 §2-3.2. */
const COMMANDS = {
  NOP: 0x00,
  ListServices: 0x04,
  ListIdentity: 0x63,
  ListInterfaces: 0x64,
  RegisterSession: 0x65,
  UnregisterSession: 0x66,
  SendRRData: 0x6f,
  SendUnitData: 0x70,
  IndicateStatus: 0x72,
  Cancel: 0x73,
} as const;
const KNOWN: readonly number[] = Object.values(COMMANDS);
/** CIP volume 2 §2-3.5. */
const STATUS = {
  success: 0,
  invalid_cmd: 1,
  no_resources: 2,
  incorrect_data: 3,
  invalid_session: 0x64,
  invalid_length: 0x65,
  unsupported_prot_rev: 0x69,
} as const;
const HEADER = 24;

/** What every message begins with, and its command's data. @see CIP volume 2 §2-3.1 */
export const ENIPTCP = layer('ENIPTCP', () => ({
  about: "EtherNet/IP: the encapsulation's header, and its command's data.",
  source: 'CIP Networks Library, volume 2, §2-3.1',
  wireshark: 'enip',
  repeats: true,
  begins: (b, start, end) => end - start >= HEADER && KNOWN.includes((b[start] as number) | ((b[start + 1] as number) << 8)),
  fields: {
    commandId: u16le({ default: COMMANDS.RegisterSession, names: COMMANDS, hex: true, wireshark: 'enip.command' }),
    length: u16le({ measures: 'commandSpecificData', wireshark: 'enip.length', about: 'octets behind the header' }),
    session: u32le({ hex: true, wireshark: 'enip.session' }),
    status: u32le({ names: STATUS, hex: true, wireshark: 'enip.status' }),
    senderContext: fixedOctets(8, { wireshark: 'enip.context', about: 'the same in request and answer' }),
    options: u32le({ hex: true, wireshark: 'enip.options' }),
    commandSpecificData: octets(),
  },
  match: {
    about: 'the command and the sender’s context',
    hash: ({ commandId, senderContext }, _role, seed) => senderContext.reduce((h, x) => mix(h, x), mix(seed, commandId)),
    answers: (reply, request) =>
      reply.commandId === request.commandId && reply.senderContext.every((x: number, i: number) => x === request.senderContext[i]),
  },
  summary: ({ commandId }) => `ENIP ${Object.entries(COMMANDS).find(([, n]) => n === commandId)?.[0] ?? commandId}`,
}));
