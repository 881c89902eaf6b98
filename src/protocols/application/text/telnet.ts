/** Telnet: what is typed, and commands in between. @see RFC 854; RFC 855 */
import { choose, when } from '../../../packet/fields/conditional.ts';
import { u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { octetsFrom } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { type Field, field } from '../../../packet/spec/field.ts';
import { names } from '../../../packet/spec/names.ts';

const IAC = 0xff;

/** Commands. @see RFC 854; RFC 1184 §2.5 */
const COMMANDS = /* @__PURE__ */ names({
  EOF: 236,
  SUSP: 237,
  ABORT: 238,
  EOR: 239,
  SE: 240,
  NOP: 241,
  DM: 242,
  BRK: 243,
  IP: 244,
  AO: 245,
  AYT: 246,
  EC: 247,
  EL: 248,
  GA: 249,
  SB: 250,
  WILL: 251,
  WONT: 252,
  DO: 253,
  DONT: 254,
  IAC: 255,
});

/** Options. @see IANA "Telnet Options" */
const OPTIONS = /* @__PURE__ */ names({
  'binary-transmission': 0,
  echo: 1,
  reconnection: 2,
  'suppress-go-ahead': 3,
  'message-size': 4,
  status: 5,
  'timing-mark': 6,
  'remote-controlled-trans-and-echo': 7,
  'output-line-width': 8,
  'output-page-size': 9,
  'carriage-return-disposition': 10,
  'horizontal-tab-stops': 11,
  'horizontal-tab-disposition': 12,
  'formfeed-disposition': 13,
  'vertical-tabstops': 14,
  'vertical-tab-disposition': 15,
  'linefeed-disposition': 16,
  'extended-ascii': 17,
  logout: 18,
  'byte-macro': 19,
  'data-entry-terminal': 20,
  supdup: 21,
  'supdup-output': 22,
  'send-location': 23,
  'terminal-type': 24,
  'end-of-record': 25,
  'tacacs-user-identification': 26,
  'output-marking': 27,
  'terminal-location-number': 28,
  'telnet-3270-regime': 29,
  'x.3-pad': 30,
  'window-size': 31,
  'terminal-speed': 32,
  'remote-flow-control': 33,
  linemode: 34,
  'x-display-location': 35,
  'environment-option': 36,
  authentication: 37,
  encryption: 38,
  'new-environment-option': 39,
  tn3270e: 40,
  xauth: 41,
  charset: 42,
  'remote-serial-port': 43,
  'com-port-control': 44,
  'suppress-local-echo': 45,
  'start-tls': 46,
  kermit: 47,
  'send-url': 48,
  'forward-x': 49,
  'extended-options-list': 255,
});

/** Octets up to the next command; IAC twice is an octet of these (RFC 854 "TELNET command structure"). */
const untilCommand = (): Field<Uint8Array, Uint8Array | string> =>
  field({
    form: 'variable',
    label: 'octets up to a command',
    value: 'octets',
    nothing: true,
    end: (b, at, limit) => {
      let q = at;
      while (q < limit && (b[q] !== IAC || b[q + 1] === IAC)) q += b[q] === IAC ? 2 : 1;
      return Math.min(q, limit);
    },
    read: (b, at, end) => b.subarray(at, end),
    write: (w, v) => {
      if (v !== undefined) w.octets(octetsFrom(v));
    },
  });

/** A command. The parameters of an option stand behind SB, up to the next command, which is SE. @see RFC 854; RFC 855 */
export const TelnetCommand = layer('TelnetCommand', () => ({
  about: 'A command: one of two octets, one about an option, or parameters of an option.',
  source: 'RFC 854; RFC 855',
  fields: {
    iac: u8({ default: IAC }),
    cmd: u8({ default: 241, names: COMMANDS, wireshark: 'telnet.cmd' }),
    option: when({ cmd: ['SB', 'WILL', 'WONT', 'DO', 'DONT'] }, u8({ names: OPTIONS, wireshark: 'telnet.subcmd' })),
    parameters: when({ cmd: 'SB' }, untilCommand()),
  },
}));

/** What is typed and shown, and commands. @see RFC 854 */
export const Telnet = layer('Telnet', () => ({
  about: 'Telnet: data and commands.',
  source: 'RFC 854',
  wireshark: 'telnet',
  fields: {
    items: list(
      choose.peek(
        u8(),
        {
          [IAC]: record(() => TelnetCommand),
        },
        untilCommand(),
      ),
      { rest: true, about: '[255, command], or the first octet of data and all of it' },
    ),
  },
  columns: {
    'telnet.cmd': ({ items }) => items.flatMap((item) => (item instanceof Uint8Array || item[0] !== IAC ? [] : [commandOf(item[1]).cmd])),
    'telnet.subcmd': ({ items }) =>
      items.flatMap((item) => (item instanceof Uint8Array || item[0] !== IAC ? [] : (commandOf(item[1]).option ?? []))),
  },
  summary: ({ items }) => `Telnet ${items.some((item) => !(item instanceof Uint8Array) && item[0] === IAC) ? 'commands' : 'data'}`,
}));

const commandOf = (v: unknown): { readonly cmd: number; readonly option?: number } => v as { readonly cmd: number };
