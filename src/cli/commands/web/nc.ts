/** `pkw nc`: standard input to a TCP connection and back, over a stack of ours. */
import { once } from 'node:events';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { OpenStack } from '../../../stack/open-stack.ts';
import type { StackSocket } from '../../../stack/node/stack-socket.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { orSignal } from '../../../host/or-signal.ts';
import { numberBetween, secondsOption } from '../exchange/numbers.ts';
import { openPlace, type PlaceOptions, placeOptions } from './stack-place.ts';

interface NcOptions extends PlaceOptions {
  readonly listen?: boolean;
  readonly localPort?: number;
  readonly verbose?: boolean;
  readonly timeout?: number;
  readonly keep?: boolean;
  readonly scan?: boolean;
}

/** How long what was written may take to arrive when all is done, ms. */
const LINGER_MS = 10_000;

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as unknown as NcOptions;
  const say = (line: string): void => (io.writeError ?? io.warn)(`${line}\n`);
  const ends = endsOf(operands, o);
  const place = await openPlace(o, io, ends.host);
  try {
    if (o.verbose || o.trace) say(`* ${place.open.way}`);
    return ends.host === undefined
      ? await listen(place.open, ends.ports[0] as number, o, io, say)
      : await connectAll(place.open, ends.host, ends.ports, o, io, say);
  } finally {
    await place.close();
  }
}

/** `HOST PORT`, `HOST FIRST-LAST` with -z; with -l `[PORT]`. @throws ERR_USAGE */
function endsOf(operands: readonly string[], o: NcOptions): { readonly host: string | undefined; readonly ports: readonly number[] } {
  const usage = (message: string): PacketwrightError => new PacketwrightError('ERR_USAGE', message, { remedy: 'see: pkw help nc' });
  const [host, port] = o.listen ? [undefined, operands[0] ?? String(o.localPort ?? '')] : operands;
  if (operands.length > (o.listen ? 1 : 2)) throw usage(`${operands.at(-1)} is too much`);
  const found = /^(\d+)(?:-(\d+))?$/.exec(port ?? '');
  if (found === null) throw usage(port === undefined || port === '' ? 'no port is given' : `'${port}' is no port`);
  const [first, last] = [Number(found[1]), Number(found[2] ?? found[1])];
  if (first < 1 || last > 0xffff || last < first) throw usage(`'${port}': ports are from 1 to 65535`);
  if (last > first && !o.scan) throw usage(`'${port}' is more than one port: that is for -z`);
  return { host, ports: Array.from({ length: last - first + 1 }, (_, i) => first + i) };
}

async function connectAll(
  open: OpenStack,
  host: string,
  ports: readonly number[],
  o: NcOptions,
  io: CommandIo,
  say: (line: string) => void,
): Promise<number> {
  const { connectSocket } = await import('../../../stack/node/stack-socket.ts');
  let status = 0;
  for (const port of ports) {
    const socket = connectSocket(open, host, port, {
      allowHalfOpen: true,
      ...(o.localPort !== undefined && { localPort: o.localPort }),
      ...(o.timeout !== undefined && { tcp: { synTimeoutMs: o.timeout } }),
    });
    try {
      await orSignal(once(socket, 'connect'), io.signal);
      if (o.verbose) say(`Connection to ${host} port ${port} [tcp] succeeded`);
      if (!o.scan) await pump(socket, o, io);
    } catch (error) {
      io.signal.throwIfAborted();
      // Of many ports those that are open are wanted.
      if (ports.length === 1 || o.verbose) say(`pkw nc: ${(error as Error).message}`);
      status = 1;
    } finally {
      socket.destroy();
    }
  }
  return status;
}

async function listen(open: OpenStack, wanted: number, o: NcOptions, io: CommandIo, say: (line: string) => void): Promise<number> {
  const { listenSockets } = await import('../../../stack/node/stack-server.ts');
  const claimed = await open.shared?.listen(wanted);
  const waiting: StackSocket[] = [];
  let wake = (): void => undefined;
  const server = listenSockets(open, wanted, (socket) => {
    // Told when it has its turn.
    socket.on('error', () => undefined);
    waiting.push(socket);
    wake();
  });
  try {
    if (o.verbose) say(`Listening on ${server.address()?.address} port ${wanted}`);
    do {
      while (waiting.length === 0) await orSignal(new Promise<void>((resolve) => (wake = resolve)), io.signal);
      const socket = waiting.shift() as StackSocket;
      if (o.verbose) say(`Connection from ${socket.remoteAddress} port ${socket.remotePort}`);
      if (!o.keep) server.close();
      await pump(socket, o, io);
      socket.destroy();
    } while (o.keep);
    return 0;
  } finally {
    server.close();
    claimed?.release();
  }
}

/** Both directions, until the other end has sent all; then what we wrote has arrived. */
async function pump(socket: StackSocket, o: NcOptions, io: CommandIo): Promise<void> {
  if (o.timeout !== undefined)
    socket.setTimeout(o.timeout, () => socket.destroy(new Error(`nothing came and nothing went for ${(o.timeout as number) / 1000} s`)));
  const input = io.stdin[Symbol.asyncIterator]();
  const writing = (async () => {
    for (;;) {
      const next = await input.next();
      if (next.done === true || socket.writableEnded || socket.destroyed) break;
      if (!socket.write(next.value)) await once(socket, 'drain');
    }
    if (!socket.destroyed) socket.end();
  })();
  // What goes wrong is told by reading.
  writing.catch(() => undefined);
  const reading = (async () => {
    for await (const part of socket.iterator({ destroyOnReturn: false })) await io.write(part as Uint8Array);
  })();
  await orSignal(reading, io.signal);
  if (!socket.writableEnded) socket.end();
  await arrived(socket, io);
}

/** The other end has all of it: what leaves with the stack would be lost. */
async function arrived(socket: StackSocket, io: CommandIo): Promise<void> {
  const isThere = (): boolean => ['FIN-WAIT-2', 'TIME-WAIT', 'CLOSED'].includes(socket.state);
  if (isThere()) return;
  let timer: NodeJS.Timeout | undefined;
  const wait = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LINGER_MS);
    socket.on('state', () => {
      if (isThere()) resolve();
    });
  });
  await orSignal(wait, io.signal).finally(() => clearTimeout(timer));
}

export const ncCommand: Command = {
  name: 'nc',
  follows: 'nc',
  summary: 'octets from standard input to a TCP connection and back, over a stack of ours; or listen for one',
  operands: '[HOST] [PORT]',
  common: ['interface', 'netns', 'private'],
  options: [
    ...placeOptions,
    { flags: '-l, --listen', help: 'wait for a connection at PORT' },
    { flags: '-p, --local-port <port>', help: 'our port', parse: numberBetween('-p', 1, 0xffff) },
    { flags: '-k, --keep', help: 'with -l: when a connection has ended, wait for the next' },
    { flags: '-z, --scan', help: 'open connections and send nothing; PORT may be a range: 20-25' },
    { flags: '-w, --timeout <seconds>', help: 'end what is silent for so long', parse: secondsOption('-w') },
    { flags: '-v, --verbose', help: 'tell of connections on standard error' },
    { flags: '-N, --shutdown', help: 'end our side when the input ends: done anyway' },
  ],
  examples: ['pkw nc --address 192.0.2.77/24 192.0.2.1 7', 'pkw nc -l 8080 --address 192.0.2.77/24', 'pkw nc -zv 192.0.2.1 20-25'],
  run,
};
