/** Wake-on-LAN: a frame that wakes a sleeping machine, whatever carries it. */
import { mac } from '../../../packet/fields/addresses.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** Octets of the sync, of an address, and how often that stands there. */
const SYNC = 6,
  MAC = 6,
  TIMES = 16;

function begins(b: Uint8Array, start: number, end: number): boolean {
  const first = start + SYNC;
  if (end - start < SYNC + MAC * TIMES) return false;
  for (let i = start; i < first; i++) if (b[i] !== 0xff) return false;
  for (let i = first + MAC; i < first + MAC * TIMES; i++) if (b[i] !== b[i - MAC]) return false;
  return true;
}

/** The magic packet: six octets 255, and 16 times the address to wake. @see AMD, "Magic Packet Technology" (20213) */
export const WakeOnLAN = layer('WakeOnLAN', () => ({
  title: 'Wake on LAN',
  about: 'Wake-on-LAN: six octets 255, the address to wake 16 times, perhaps a password.',
  source: 'AMD, Magic Packet Technology (publication 20213)',
  wireshark: 'wol',
  begins,
  // Each of its places is one of Wireshark's.
  columns: { 'wol.mac': (self) => new Array<string>(TIMES).fill(self.mac) },
  fields: {
    sync: fixedOctets(SYNC, { default: new Uint8Array(SYNC).fill(0xff), wireshark: 'wol.sync' }),
    mac: mac({ about: 'who is to wake' }),
    again: fixedOctets(MAC * (TIMES - 1), { about: 'the address 15 times more' }),
    password: octets({ wireshark: 'wol.passwd', about: 'none, or 4 or 6 octets' }),
  },
}));
