/** What a server says to whoever connects, or to a line that it is sent: SSH, SMTP, FTP, WHOIS, finger. */
import { checkExchangeOptions } from '../../check-options.ts';
import { defaultHost } from '../../default-host.ts';
import type { Host, TcpConnection } from '../../../host/host.ts';
import { socketsOf } from '../sockets-of.ts';

/** How a banner is read. */
export interface BannerOptions {
  /** Default: this machine. */
  readonly host?: Host;
  readonly signal?: AbortSignal;
  /** For connecting and reading together, ms. Default 5000. */
  readonly timeoutMs?: number;
  /** Sent after connecting; text as UTF-8. WHOIS takes a name and `\r\n` (RFC 3912 §2). */
  readonly send?: string | Uint8Array;
  /** Octets to read; what comes after them is not read. Default 65,536. */
  readonly most?: number;
}

/** What was read. */
export interface Banner {
  /** The octets as they came; yours to keep. */
  readonly data: Uint8Array;
  /** The same as text: UTF-8, what is none as U+FFFD. It may hold control characters. */
  readonly text: string;
  /** Why reading ended: the server closed, there was more than `most`, or time was over. */
  readonly ended: 'closed' | 'full' | 'time';
}

const TIMEOUT_MS = 5000;
const MOST = 65_536;

/**
 * Connects, sends what is to be sent, and reads until the server closes, `most` octets are there, or time is over. Servers that wait for
 * the client to speak say nothing: `data` is empty then.
 *
 * @throws ERR_SYSTEM where nobody listens, or the connection was reset before anything came; the signal's reason
 */
export async function banner(address: string, port: number, o: BannerOptions = {}): Promise<Banner> {
  checkExchangeOptions('banner', o, { host: true, signal: true, timeoutMs: true, send: true, most: true });
  const { timeoutMs = TIMEOUT_MS, most = MOST, send, signal } = o;
  const host = o.host ?? (await defaultHost());
  signal?.throwIfAborted();
  const over = new AbortController();
  const abort = (): void => over.abort();
  signal?.addEventListener('abort', abort, { once: true });
  const began = host.clock.monotonic();
  const cancel = host.clock.timer(timeoutMs, abort);
  let connection: TcpConnection | undefined;
  try {
    const left = Math.max(1, timeoutMs - (host.clock.monotonic() - began));
    connection = await socketsOf(host, 'banner').connect(address, port, { timeoutMs: left, ...(signal && { signal }) });
    if (send !== undefined) await connection.write(typeof send === 'string' ? new TextEncoder().encode(send) : send);
    const data = new Uint8Array(most);
    let n = 0;
    try {
      for await (const chunk of connection.chunks({ signal: over.signal })) {
        const part = chunk.subarray(0, most - n);
        data.set(part, n);
        n += part.length;
        if (n >= most) break;
      }
    } catch (error) {
      signal?.throwIfAborted();
      // A reset behind the banner takes nothing back.
      if (n === 0 && !over.signal.aborted) throw error;
    }
    signal?.throwIfAborted();
    const read = data.slice(0, n);
    return { data: read, text: new TextDecoder().decode(read), ended: n >= most ? 'full' : over.signal.aborted ? 'time' : 'closed' };
  } finally {
    connection?.close();
    cancel();
    signal?.removeEventListener('abort', abort);
  }
}
