/** Asks a time server how far its clock is from ours. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { OptionNames } from '../../../bytes/known-options.ts';
import type { Address } from '../../../host/host.ts';
import { NTPHeader } from '../../../protocols/application/ntp/ntp.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { checkExchangeOptions } from '../../check-options.ts';
import { driveMachine } from '../../machine/drive-machine.ts';
import { type ClientOptions, destinationOf } from '../destination.ts';
import { ntpClient, type NtpMemory } from './ntp-client.ts';
import { measureOf, type NtpMeasure, type NtpSample, sampleOf } from './ntp-sample.ts';

/** How a time server is asked. */
export interface NtpOptions extends ClientOptions {
  /** How often it is asked; the answer that was under way the shortest time counts. Default 4. */
  readonly samples?: number;
  /** From an answer to the next request, ms. Default 2,000: public servers refuse who asks faster. */
  readonly intervalMs?: number;
  /** NTP's version in the requests, 1 to 4. Default 4. */
  readonly version?: number;
}

/** What was found: of the best sample, and of all. Times are in ms. */
export interface NtpResult extends NtpMeasure {
  readonly server: string;
  readonly address: Address;
  /** In the order in which they came. */
  readonly samples: readonly NtpSample[];
  /** Requests that were sent. */
  readonly asked: number;
}

const OPTIONS: OptionNames<NtpOptions> = {
  host: true,
  port: true,
  timeoutMs: true,
  signal: true,
  samples: true,
  intervalMs: true,
  version: true,
};

const SAMPLES = 4;
const INTERVAL_MS = 2000;
const TIMEOUT_MS = 2000;
const MOST_SAMPLES = 1000;
/** Of the kernel's stamps and of `clock.now()`: a number of ms since 1970 has no finer fraction. */
const PRECISION_MS = 2 ** -12;

/**
 * Asks a time server how far its clock is from ours: `(await ntp('192.0.2.1')).offsetMs`. Nothing is set.
 *
 * The request has a random number instead of our time, so that nobody can answer who did not see it. The answer is stamped by the kernel.
 * @param server a name or an address
 * @throws ERR_TIMEOUT without an answer; ERR_REFUSED for a kiss of death, or where the server's time is not to be used; ERR_RESOLVE, ERR_ROUTE, ERR_SYSTEM
 * @see RFC 5905 §8; RFC 4330 §5
 */
export async function ntp(server: string, o: NtpOptions = {}): Promise<NtpResult> {
  checkExchangeOptions('ntp', o, OPTIONS);
  const { samples: wanted = SAMPLES, intervalMs = INTERVAL_MS, timeoutMs = TIMEOUT_MS, version = 4, signal } = o;
  wantBetween('samples', wanted, 1, MOST_SAMPLES);
  wantBetween('version', version, 1, 4);
  const to = await destinationOf(server, o, 'ntp');
  const { host } = to;
  const port = await to.sockets.udp({ to });
  const stop = new AbortController();
  let sentMs = 0;
  const memory: NtpMemory = {
    ...{ wanted, timeoutMs, intervalMs, samples: [], nonce: 0n, asked: 0, refusal: undefined },
    newNonce: () => host.random.bigint64(),
    measure: ({ message, atMs }) => sampleOf(message, sentMs, atMs, PRECISION_MS),
  };
  const driven = driveMachine(ntpClient, memory, {
    clock: host.clock,
    send: (nonce) => {
      const request = packet(NTPHeader({ version, mode: 'client', stratum: 0, ref_id: '', poll: 0, sent: nonce })).bytes;
      sentMs = host.clock.now();
      return port.send(request, to.address, to.port);
    },
    ...(signal !== undefined && { signal }),
  });
  const reading = (async () => {
    for await (const { data, at } of port.messages({ signal: stop.signal })) {
      const message = dissect(data, NTPHeader).get(NTPHeader);
      if (message !== undefined) driven.deliver({ message, atMs: at });
    }
  })();
  try {
    // What ends the reading before the machine has ended is an error of the network.
    const state = await Promise.race([driven.ended, reading.then(() => driven.ended)]);
    signal?.throwIfAborted();
    if (memory.samples.length === 0 || state === 'UNUSABLE') throw failure(state, server, memory);
    return { server, address: to.address, ...measureOf(memory.samples), samples: memory.samples, asked: memory.asked };
  } finally {
    driven.stop();
    stop.abort();
    port.close();
    await reading.catch(() => undefined);
  }
}

function failure(state: string, server: string, { refusal, asked }: NtpMemory): PacketwrightError {
  if (state === 'SILENT')
    return new PacketwrightError('ERR_TIMEOUT', `${server} answered none of ${asked} NTP requests`, { server, asked });
  if (state === 'REFUSED')
    return new PacketwrightError('ERR_REFUSED', `${server} sent a kiss of death: ${refusal}`, {
      ...{ server, kiss: refusal },
      remedy: refusal === 'RATE' ? 'ask less often' : 'ask another server',
    });
  return new PacketwrightError('ERR_REFUSED', `the time of ${server} is not to be used: ${refusal}`, { server });
}

function wantBetween(name: string, value: number, from: number, to: number): void {
  if (!Number.isInteger(value) || value < from || value > to)
    throw new PacketwrightError('ERR_RANGE', `ntp: ${name} is ${value}; give a whole number from ${from} to ${to}`, { [name]: value });
}
