/** Two stacks on one line in memory, by the machine's own clock: for Node's own programs, which have no other. */
import { seededRandom } from '../../../src/bytes/random.ts';
import { systemClock } from '../../../src/host/linux/system-clock.ts';
import { Stack } from '../../../src/stack/stack.ts';
import { TCP_SETTINGS } from '../../../src/stack/tcp/tcp-settings.ts';
import type { TcpSettings } from '../../../src/stack/tcp/tcb.ts';
import type { Wire } from '../../../src/stack/wire.ts';

export interface RealStack {
  readonly stack: Stack;
  readonly settings: TcpSettings;
  resolve(name: string): Promise<readonly string[]>;
}

export interface RealPair {
  readonly a: RealStack;
  readonly b: RealStack;
  close(): void;
}

/** Two hosts: 10.0.0.1 and fd00::1, 10.0.0.2 and fd00::2. The name `b.test` is the second's. */
export function realPair(settings: Partial<TcpSettings> = {}): RealPair {
  const wire = (n: number, to: () => Stack): Wire => ({
    linkType: 1,
    mac: Uint8Array.of(2, 0, 0, 0, 0, n),
    mtu: 1500,
    transmit: (sent) => {
      const frames = Array.from({ length: sent.n }, (_, i) => {
        const at = sent.offset[i] as number;
        return sent.data.slice(at, at + (sent.length[i] as number));
      });
      sent.clear();
      setImmediate(() => {
        for (const frame of frames) to().receiveFrame(frame);
      });
      return sent;
    },
  });
  const make = (n: number, to: () => Stack): Stack =>
    new Stack(
      wire(n, to),
      { clock: systemClock(() => Date.now()), random: seededRandom(`real ${n}`) },
      { addresses: [`10.0.0.${n}/24`, `fd00::${n}/64`] },
    );
  const a: Stack = make(1, () => b);
  const b: Stack = make(2, () => a);
  const resolve = async (name: string): Promise<readonly string[]> => (name === 'b.test' ? ['10.0.0.2'] : []);
  const all = { ...TCP_SETTINGS, ...settings };
  return {
    a: { stack: a, settings: all, resolve },
    b: { stack: b, settings: all, resolve },
    close: () => {
      a.close();
      b.close();
    },
  };
}
