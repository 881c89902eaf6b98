/** Requests over a stack, one after the other, on connections that are kept. */
import type http from 'node:http';
import type { Readable } from 'node:stream';
import type { OpenStack } from '../../../stack/open-stack.ts';
import { stackAgent, stackHttpsAgent } from '../../../stack/node/agents.ts';
import type { StreamStack } from '../../../stack/node/stack-socket.ts';
import { failureOf, HttpFailure, type Stage, STATUS, tooLong } from './http-errors.ts';

/** What is asked, and how. */
export interface HttpWishes {
  readonly method: string;
  /** Ours, in their order; and what the user says of headers, as curl's -H. */
  readonly headers: readonly (readonly [string, string])[];
  readonly given: readonly string[];
  readonly isMethodGiven: boolean;
  readonly body?: Buffer;
  readonly follow: boolean;
  readonly maxRedirects: number;
  readonly insecure: boolean;
  readonly decode: boolean;
  /** The body of an answer of 400 and more is not shown. */
  readonly quiet: boolean;
  /** What all of it may take, from `began` on (by `performance.now()`). */
  readonly maxMs?: number;
  readonly connectMs?: number;
  readonly signal: AbortSignal;
}

/** When it began, the wait for an address included. */
export interface Begun {
  readonly began: number;
}

/** Who is told. */
export interface HttpListener {
  /** What is said of the way, in curl's manner: `*`, `>` and `<` before each line. */
  onLine(line: string): void;
  onHead(head: string): Promise<void>;
  onBody(octets: Uint8Array): Promise<void>;
}

export interface Fetched {
  readonly status: number;
  readonly url: URL;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export class Fetcher {
  readonly #o: HttpWishes & Begun & HttpListener;
  readonly #plain: http.Agent;
  readonly #secure: http.Agent;
  readonly #endsAt: number;

  /** @param pins addresses of `HOST:PORT` that are not asked for */
  constructor(open: OpenStack, pins: ReadonlyMap<string, string>, o: HttpWishes & Begun & HttpListener) {
    this.#o = o;
    const settings = o.connectMs === undefined ? open.settings : { ...open.settings, synTimeoutMs: o.connectMs };
    const byName = new Map([...pins].map(([end, address]) => [end.slice(0, end.lastIndexOf(':')), address]));
    const stack: StreamStack = {
      ...{ stack: open.stack, settings, claimPort: open.claimPort },
      resolve: async (name) => {
        const pinned = byName.get(name);
        return pinned === undefined ? await open.resolve(name, { signal: o.signal }) : [pinned];
      },
    };
    this.#plain = stackAgent(stack, { maxSockets: 1 });
    this.#secure = stackHttpsAgent(stack, { maxSockets: 1, rejectUnauthorized: !o.insecure });
    this.#endsAt = o.maxMs === undefined ? Number.POSITIVE_INFINITY : o.began + o.maxMs;
  }

  /** @throws HttpFailure; the signal's reason */
  async fetch(first: URL): Promise<Fetched> {
    let url = first;
    let { method, body } = this.#o;
    for (let hops = 0; ; hops++) {
      const response = await this.#ask(url, method, hops > 0 && url.host !== first.host, body);
      const { location } = response.headers;
      const status = response.statusCode ?? 0;
      if (location === undefined || !this.#leads(response)) return { status, url };
      if (hops >= this.#o.maxRedirects) throw new HttpFailure(STATUS.redirects, `more than ${this.#o.maxRedirects} redirects`);
      if (!URL.canParse(location, url.href)) throw new HttpFailure(STATUS.url, `the server sends to '${location}', which is no URL`);
      url = new URL(location, url);
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new HttpFailure(STATUS.protocol, `the server sends to ${url.protocol.slice(0, -1)}, which is not spoken here`);
      // RFC 9110 §15.4: after these the other resource is asked for with GET.
      if (!this.#o.isMethodGiven && (status === 303 || (status < 303 && method === 'POST'))) {
        method = method === 'HEAD' ? method : 'GET';
        body = undefined;
      }
    }
  }

  #leads({ statusCode = 0, headers }: http.IncomingMessage): boolean {
    return this.#o.follow && REDIRECTS.has(statusCode) && headers.location !== undefined;
  }

  /** Resolves when all of the answer was shown. */
  #ask(url: URL, method: string, isElsewhere: boolean, body: Buffer | undefined): Promise<http.IncomingMessage> {
    const isSecure = url.protocol === 'https:';
    const { request: open } = process.getBuiltinModule(isSecure ? 'node:https' : 'node:http');
    return new Promise((resolve, reject) => {
      let stage: Stage = 'connecting';
      const request = open(url, { method, agent: isSecure ? this.#secure : this.#plain, setHost: false });
      for (const [name, value] of this.#headers(url, isElsewhere, body)) {
        const before = request.getHeader(name);
        request.setHeader(name, before === undefined ? value : [...[before].flat().map(String), value]);
      }
      // Else Node tells the server that the connection is to be kept, as HTTP/1.1 has it anyway.
      if (!request.hasHeader('Connection')) request.removeHeader('Connection');
      const fail = (error: NodeJS.ErrnoException): void => {
        done();
        reject(this.#o.signal.aborted ? (this.#o.signal.reason as Error) : failureOf(error, stage));
      };
      const abort = (): void => void request.destroy(this.#o.signal.reason as Error);
      this.#o.signal.addEventListener('abort', abort);
      const leftMs = this.#endsAt - performance.now();
      const timer = Number.isFinite(leftMs) ? setTimeout(() => request.destroy(tooLong(this.#o.maxMs)), Math.max(0, leftMs)) : undefined;
      const connectTimer =
        this.#o.connectMs === undefined ? undefined : setTimeout(() => request.destroy(tooLong(this.#o.connectMs)), this.#o.connectMs);
      const connected = (): void => clearTimeout(connectTimer);
      const done = (): void => {
        clearTimeout(timer);
        connected();
        this.#o.signal.removeEventListener('abort', abort);
      };
      request.on('socket', (socket) => {
        if (request.reusedSocket) {
          this.#o.onLine(`* Using the connection to ${url.host} again`);
          stage = 'asked';
          connected();
          return;
        }
        socket.once('connect', () => {
          this.#o.onLine(`* Connected to ${url.hostname} port ${url.port || (isSecure ? 443 : 80)}`);
          stage = isSecure ? 'tls' : 'asked';
          if (!isSecure) connected();
        });
        socket.once('secureConnect', () => {
          stage = 'asked';
          connected();
          const { getProtocol, getCipher } = socket as unknown as { getProtocol(): string; getCipher(): { name: string } };
          this.#o.onLine(`* ${getProtocol.call(socket)}, ${getCipher.call(socket).name}`);
        });
      });
      request.on('finish', () => {
        for (const line of (request as unknown as { _header?: string })._header?.split('\r\n').slice(0, -1) ?? [])
          this.#o.onLine(`> ${line}`);
      });
      request.on('response', (response) => {
        stage = 'answered';
        // At once: what came before the connection broke would be lost else.
        this.#take(response, this.#leads(response) || (this.#o.quiet && (response.statusCode ?? 0) >= 400))
          .finally(done)
          .then(() => resolve(response), reject);
      });
      request.on('error', fail);
      request.end(body);
    });
  }

  /** Ours, with what the user changes of them. */
  #headers(url: URL, isElsewhere: boolean, body: Buffer | undefined): [string, string][] {
    const all: [string, string][] = [['Host', url.host], ...this.#o.headers.map(([name, value]) => [name, value] as [string, string])];
    if (url.username !== '')
      all.push(['Authorization', `Basic ${Buffer.from(decodeURIComponent(`${url.username}:${url.password}`)).toString('base64')}`]);
    if (body !== undefined) all.push(['Content-Length', String(body.length)]);
    // What is for one host is not told to another that it sends to.
    let headers = isElsewhere ? all.filter(([name]) => name !== 'Authorization') : all;
    if (body === undefined) headers = headers.filter(([name]) => name !== 'Content-Type');
    for (const line of this.#o.given) {
      const found = /^([^:;]+)\s*([:;])\s*(.*)$/s.exec(line);
      if (found === null) continue;
      const [, name = '', sign, value = ''] = found;
      const isSame = ([other]: readonly [string, string]): boolean => other.toLowerCase() === name.toLowerCase();
      const isOurs = headers.some((one) => isSame(one) && all.includes(one));
      if (isOurs) headers = headers.filter((one) => !isSame(one));
      if (value !== '' || sign === ';') headers.push([name, value]);
    }
    return headers;
  }

  async #take(response: http.IncomingMessage, isHidden: boolean): Promise<void> {
    const { rawHeaders, httpVersion, statusCode, statusMessage } = response;
    const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage ?? ''}`];
    for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
    for (const line of [...lines, '']) this.#o.onLine(`< ${line}`);
    let writing = this.#o.onHead(`${lines.join('\r\n')}\r\n\r\n`);
    try {
      const body = this.#decoded(response);
      await new Promise<void>((resolve, reject) => {
        body.on('data', (part: Uint8Array) => {
          if (isHidden) return;
          body.pause();
          writing = writing.then(() => this.#o.onBody(part)).then(() => void body.resume());
          writing.catch(reject);
        });
        body.once('end', resolve);
        body.once('error', reject);
      }).finally(() => writing);
    } catch (error) {
      if (this.#o.signal.aborted) throw this.#o.signal.reason;
      if ((error as { code?: string }).code?.startsWith('Z_'))
        throw new HttpFailure(61, `the answer cannot be unpacked: ${(error as Error).message}`);
      throw failureOf(error as Error, 'answered');
    }
  }

  #decoded(response: http.IncomingMessage): Readable {
    const encoding = response.headers['content-encoding'];
    if (!this.#o.decode || encoding === undefined) return response;
    const { createBrotliDecompress, createGunzip, createInflate } = process.getBuiltinModule('node:zlib');
    const makers = { br: createBrotliDecompress, deflate: createInflate, gzip: createGunzip } as const;
    const make = makers[encoding as keyof typeof makers];
    return make === undefined ? response : process.getBuiltinModule('node:stream').pipeline(response, make(), () => undefined);
  }

  async close(): Promise<void> {
    this.#plain.destroy();
    this.#secure.destroy();
    // What ends the connections is on its way before the stack goes.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
