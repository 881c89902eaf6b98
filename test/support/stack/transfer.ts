/** Octets from one stack to the other and back, compared one by one. */
import type { Stack } from '../../../src/stack/stack.ts';
import type { Tcb, TcpSettings } from '../../../src/stack/tcp/tcb.ts';
import { tcpSettings } from '../../../src/stack/tcp/tcp-settings.ts';
import type { StackPair } from './stack-pair.ts';

/** Octet `i` of what is sent: no two places near each other look alike. */
export const octetAt = (i: number): number => ((Math.imul(i, 0x9e3779b1) >>> 24) ^ (i >>> 16) ^ i) & 0xff;

export interface TransferOptions {
  /** Octets from the client, and from the server. */
  readonly up?: number;
  readonly down?: number;
  readonly isV6?: boolean;
  readonly client?: Partial<TcpSettings>;
  readonly server?: Partial<TcpSettings>;
  /** Virtual ms after which it has failed. Default an hour. */
  readonly limitMs?: number;
}

export interface Transfer {
  readonly isDone: boolean;
  /** What was received, and the first place at which it was wrong (-1: nowhere). */
  readonly up: number;
  readonly down: number;
  readonly wrongAt: number;
  readonly ms: number;
  readonly errors: readonly string[];
  readonly client: Tcb;
  readonly server: Tcb | undefined;
}

/** The client, `a`, connects to `b`, both write all they have and end; each reads until the other's end. */
export function transfer(pair: StackPair, o: TransferOptions = {}): Transfer {
  const { up = 0, down = 0, isV6 = false, client = {}, server = {}, limitMs = 3_600_000 } = o;
  const { a, b, time } = pair;
  const begin = time.monotonic();
  const errors: string[] = [];
  let wrongAt = -1;
  const received = { up: 0, down: 0 };
  const ends = { a: false, b: false };
  const drive = (stack: Stack, t: Tcb, sends: number, what: 'up' | 'down', name: 'a' | 'b'): void => {
    let sent = 0;
    const chunk = new Uint8Array(16_384);
    const fill = (): void => {
      while (sent < sends) {
        const n = Math.min(chunk.length, sends - sent);
        for (let i = 0; i < n; i++) chunk[i] = octetAt(sent + i);
        const taken = stack.tcp.write(t, n < chunk.length ? chunk.subarray(0, n) : chunk);
        if (taken === 0) return;
        sent += taken;
      }
      stack.tcp.finish(t);
    };
    t.events = {
      writable: fill,
      readable: () => {
        for (let octets = stack.tcp.read(t); octets !== undefined; octets = stack.tcp.read(t)) {
          for (let i = 0; i < octets.length && wrongAt < 0; i++)
            if (octets[i] !== octetAt(received[what] + i)) wrongAt = received[what] + i;
          received[what] += octets.length;
        }
        if (t.isEnded) ends[name] = true;
      },
      close: (error) => {
        if (error !== undefined) errors.push(`${name}: ${error.message}`);
        ends[name] = true;
      },
    };
    fill();
  };
  let serving: Tcb | undefined;
  const stop = b.tcp.listen({
    port: 80,
    backlog: 16,
    settings: tcpSettings('server', server),
    onConnection: (t) => {
      serving = t;
      drive(b, t, down, 'up', 'b');
    },
  });
  const t = a.tcp.connect(a.paths.to(isV6 ? 'fd00::2' : '10.0.0.2'), 80, tcpSettings('client', client));
  drive(a, t, up, 'down', 'a');
  const isDone = time.run(() => ends.a && ends.b, limitMs);
  stop();
  return { isDone, ...received, wrongAt, ms: time.monotonic() - begin, errors, client: t, server: serving };
}
