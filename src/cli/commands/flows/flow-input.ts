/** Packets for the commands that make flows of them: of a capture, or of an interface as they come. */
import type { InterfaceInfo, PacketBatch } from '../../../capture/batch.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Host } from '../../../host/host.ts';
import type { CommandIo, CommonOptions, OptionSpec } from '../../command.ts';
import { becomeUser } from '../../command-host.ts';
import { type InputOptions, inputOptions } from '../../open-input.ts';
import { wholeNumber } from '../../whole-number.ts';
import { chosenInterface } from '../dump-listings.ts';
import { withCapture, withLink } from '../filtered-source.ts';

export interface FlowInputOptions extends CommonOptions, InputOptions {
  readonly read?: string;
  /** False with -N. */
  readonly promiscuous?: boolean;
  readonly captureLength?: number;
  readonly bufferSize?: number;
}

/** softflowd's letters. */
export const flowInputOptions: readonly OptionSpec[] = [
  { flags: '-r, --read <file>', help: 'read packets from a capture instead of an interface; - is standard input' },
  ...inputOptions,
  { flags: '-N, --no-promiscuous', help: 'do not switch to promiscuous mode: take only packets for this host' },
  { flags: '-C, --capture-length <octets>', help: 'keep at most this many octets of each packet', parse: wholeNumber('-C', 'octets') },
  { flags: '-B, --buffer-size <octets>', help: "size of the kernel's buffer", parse: wholeNumber('-B', 'octets') },
];

/** Who takes the packets. */
export interface FlowTaker {
  take(batch: PacketBatch, selection: Uint8Array | undefined): void;
  /** Of an interface, once a second: what time it is, in µs since 1970. */
  passTo(us: number): void;
  /** Between batches: waits for what has to leave. False: nobody reads any more. */
  turn(): Promise<boolean>;
}

const SECOND = 1000;

/**
 * Everything from the source to the taker, until it ends: its last packet, Ctrl-C, or nobody who reads.
 *
 * @param open makes the taker, when the source is there and before its first packet; rights are dropped behind it
 */
export async function feedFlows(
  host: Host,
  o: FlowInputOptions,
  filter: string,
  io: CommandIo,
  open: (interfaces: readonly InterfaceInfo[]) => Promise<FlowTaker>,
): Promise<void> {
  if (o.read !== undefined && o.interface !== undefined)
    throw new PacketwrightError('ERR_USAGE', '-r and -i cannot be used together', { remedy: 'leave one of them out' });
  await (o.read === undefined ? live(host, o, filter, io, open) : fromFile(host, o.read, o, filter, io, open));
}

type Open = (interfaces: readonly InterfaceInfo[]) => Promise<FlowTaker>;

async function fromFile(host: Host, path: string, o: FlowInputOptions, filter: string, io: CommandIo, open: Open): Promise<void> {
  await withCapture(path, { host, o, filter, io }, ({ source, pace, filter: wanted }) =>
    untilStopped(io, async () => {
      const taker = await open(source.interfaces);
      await becomeUser(o);
      for await (const batch of source.batches({ signal: io.signal })) {
        pace.took(batch);
        const selection = (await wanted?.select(batch, batch.n, pace))?.selection;
        taker.take(batch, selection);
        if (!(await taker.turn())) return;
        await pace.step();
      }
    }),
  );
}

async function live(host: Host, o: FlowInputOptions, filter: string, io: CommandIo, open: Open): Promise<void> {
  const name = await chosenInterface(host, o.interface);
  const options = {
    promiscuous: o.promiscuous !== false,
    ...(o.captureLength !== undefined && { snaplen: o.captureLength }),
    ...(o.bufferSize !== undefined && { bufferSize: o.bufferSize }),
  };
  let timer: NodeJS.Timeout | undefined;
  await withLink(name, { host, o: options, filter, io }, (link) =>
    untilStopped(io, async () => {
      const taker = await open(link.interfaces);
      await becomeUser(o);
      const stop = new AbortController();
      const ends = AbortSignal.any([io.signal, stop.signal]);
      // What is quiet has to be told even where no packet comes.
      timer = setInterval(() => {
        taker.passTo(host.clock.now() * 1000);
        taker.turn().then(
          (reads) => {
            if (!reads) stop.abort();
          },
          (error: unknown) => stop.abort(error),
        );
      }, SECOND);
      for await (const batch of link.batches({ signal: ends })) {
        taker.take(batch, undefined);
        if (!(await taker.turn())) return;
      }
    }).finally(() => clearInterval(timer)),
  );
}

/** Ctrl-C is how it ends. */
async function untilStopped(io: CommandIo, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
}
