/** Numbers that strangers cannot guess: where a connection's sequence begins (RFC 6528), where a search for a port begins (RFC 6056 §3.3.3), SYN cookies. */
import { md5 } from '../../bytes/md5.ts';
import type { Random } from '../../bytes/random.ts';
import { longWord } from '../../bytes/words.ts';
import type { Path } from '../ip/path.ts';

const SECRET = 16;
const ADDRESSES = 32;

export class Secrets {
  readonly #octets = new Uint8Array(ADDRESSES + 12 + SECRET);

  constructor(random: Random) {
    for (let i = 0; i < SECRET; i += 4) new DataView(this.#octets.buffer).setUint32(ADDRESSES + 12 + i, random.u32());
  }

  /** 32 bits that only we know for these ends; `more` distinguishes what they are for. */
  of({ source, destination }: Pick<Path, 'source' | 'destination'>, localPort: number, remotePort: number, more: number): number {
    const b = this.#octets;
    b.fill(0, 0, ADDRESSES);
    b.set(source, 0);
    b.set(destination, 16);
    const view = new DataView(b.buffer);
    view.setUint32(ADDRESSES, localPort);
    view.setUint32(ADDRESSES + 4, remotePort);
    view.setUint32(ADDRESSES + 8, more);
    return longWord(md5(b), 0);
  }
}
