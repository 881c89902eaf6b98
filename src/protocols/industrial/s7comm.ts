/** S7 communication: what Siemens' controllers say in COTP. Its specification is not public; this is after what they send. */
import { mix } from '../../bytes/hash.ts';
import { when } from '../../packet/fields/conditional.ts';
import { u16, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

const PROTOCOL = 0x32;
const KINDS = { Job: 1, Ack: 2, Ack_Data: 3, Userdata: 7 } as const;
const HEADER = 10;

/** The header of a message, its parameters and its data. */
export const S7comm = layer('S7comm', () => ({
  about: "S7 communication of Siemens' controllers.",
  source: 'as the controllers send it; no public specification',
  wireshark: 's7comm',
  begins: (b, start, end) =>
    end - start >= HEADER && b[start] === PROTOCOL && Object.values<number>(KINDS).includes(b[start + 1] as number),
  fields: {
    protid: u8({ default: PROTOCOL, hex: true, wireshark: 's7comm.header.protid' }),
    rosctr: u8({ default: KINDS.Job, names: KINDS, wireshark: 's7comm.header.rosctr' }),
    redid: u16({ hex: true, wireshark: 's7comm.header.redid', about: 'reserved' }),
    pduref: u16({ wireshark: 's7comm.header.pduref', about: 'the same in request and answer' }),
    parlg: u16({ measures: 'param', wireshark: 's7comm.header.parlg' }),
    datlg: u16({ measures: 'data', wireshark: 's7comm.header.datlg' }),
    errcls: when({ rosctr: [KINDS.Ack, KINDS.Ack_Data] }, u8({ hex: true, wireshark: 's7comm.header.errcls' })),
    errcod: when({ rosctr: [KINDS.Ack, KINDS.Ack_Data] }, u8({ hex: true, wireshark: 's7comm.header.errcod' })),
    param: octets({ about: 'the function, and what it needs' }),
    data: octets(),
  },
  match: {
    about: 'the reference; an acknowledgement of a job',
    hash: ({ pduref }, _role, seed) => mix(seed, pduref),
    answers: (reply, request) =>
      reply.pduref === request.pduref && request.rosctr === KINDS.Job && (reply.rosctr === KINDS.Ack || reply.rosctr === KINDS.Ack_Data),
  },
  summary: ({ rosctr }) => `S7comm ${Object.entries(KINDS).find(([, n]) => n === rosctr)?.[0] ?? rosctr}`,
}));
