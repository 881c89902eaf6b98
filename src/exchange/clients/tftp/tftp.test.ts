/** Sender and receiver against each other, over a network that loses, doubles and delays. */
import { describe, expect, it } from 'vitest';
import { deafen } from '../../../../test/support/lab/deaf.ts';
import { seededRandom } from '../../../bytes/random.ts';
import { joinOctets } from '../../../bytes/join-octets.ts';
import { lab } from '../../../lab/lab.ts';
import { MachineRun } from '../../machine/machine-run.ts';
import { tftpMachine } from '../../answering/tftp-machine.ts';
import { fromNetascii, toNetascii } from './netascii.ts';
import { readTftp, type TftpMessage, tftpOctets } from './tftp-messages.ts';
import { tftpReceiver, type TftpReceiverMemory } from './tftp-receiver.ts';
import { tftpSender, type TftpSenderMemory } from './tftp-sender.ts';
import { tftpGet, tftpPut } from './tftp.ts';

const terms = (blksize: number, windowsize: number) => ({ blksize, windowsize, timeoutMs: 1000 });
const common = { asked: new Map<string, string>(), retries: 8, tries: 0, resent: 0, failure: undefined };

/** A client that reads, and a server. */
function pair(file: Uint8Array, blksize: number, windowsize: number) {
  const options = new Map([
    ['blksize', String(blksize)],
    ['windowsize', String(windowsize)],
  ]);
  const receiving: TftpReceiverMemory = {
    ...{ ...common, asked: options, isClient: true, terms: terms(blksize, windowsize), dallyMs: 60_000 },
    opening: { kind: 'RRQ', file: 'f', mode: 'octet', options },
    ...{ chunks: [], octets: 0, most: 1e9, next: 1, unacked: 0, toldGap: false },
  };
  const sending: TftpSenderMemory = {
    ...{ ...common, isClient: false, terms: terms(blksize, windowsize), file, first: 1, missed: 0 },
    opening: { kind: 'OACK', options },
  };
  return { receiver: new MachineRun(tftpReceiver, receiving, 0), sender: new MachineRun(tftpSender, sending, 0) };
}

describe('a transfer of TFTP', () => {
  it.each([1, 4, 16])('comes through a network that loses, doubles and delays; windows of %i', (windowsize) => {
    for (let seed = 0; seed < 30; seed++) {
      const random = seededRandom(seed);
      const file = random.octets(random.below(3000));
      const { receiver, sender } = pair(file, 64, windowsize);
      receiver.takeOutputs();
      const wire: { at: number; to: 'receiver' | 'sender'; message: TftpMessage }[] = [];
      const put = (to: 'receiver' | 'sender', messages: TftpMessage[], now: number): void => {
        for (const message of messages)
          for (let copies = random.below(20) === 0 ? 2 : random.below(12) === 0 ? 0 : 1; copies > 0; copies--)
            wire.push({
              at: now + 1 + random.below(random.below(10) === 0 ? 50 : 3),
              to,
              message: readTftp(tftpOctets(message)) as TftpMessage,
            });
      };
      let now = 0;
      for (let steps = 0; steps < 20_000 && !(sender.ended && receiver.state === 'DALLYING'); steps++) {
        put('receiver', sender.takeOutputs(), now);
        put('sender', receiver.takeOutputs(), now);
        wire.sort((a, b) => a.at - b.at);
        const [next] = wire;
        const wake = Math.min(sender.wakeAt ?? Infinity, receiver.wakeAt ?? Infinity);
        if (next !== undefined && next.at <= wake) {
          wire.shift();
          now = next.at;
          (next.to === 'sender' ? sender : receiver).receive(next.message, now);
        } else if (wake === Infinity) break;
        else {
          now = wake;
          sender.tick(now);
          receiver.tick(now);
        }
      }
      expect([seed, sender.state, receiver.state]).toEqual([seed, 'DONE', 'DALLYING']);
      expect(Buffer.compare(joinOctets(receiver.memory.chunks), file)).toBe(0);
    }
  });

  it('sends no block twice for a doubled acknowledgement (RFC 1123 §4.2.3.1)', () => {
    const { sender } = pair(new Uint8Array(300), 64, 1);
    sender.takeOutputs();
    sender.receive({ kind: 'ACK', block: 0 }, 1);
    const blocks = (): number[] => sender.takeOutputs().map((m) => (m.kind === 'DATA' ? m.block : -1));
    expect(blocks()).toEqual([1]);
    sender.receive({ kind: 'ACK', block: 1 }, 2);
    expect(blocks()).toEqual([2]);
    sender.receive({ kind: 'ACK', block: 1 }, 3);
    sender.receive({ kind: 'ACK', block: 0 }, 3);
    expect(blocks()).toEqual([]);
  });

  it('waits twice as long each time, and gives up', () => {
    const { sender } = pair(new Uint8Array(300), 64, 1);
    const times: number[] = [];
    for (let at = sender.wakeAt; at !== undefined; at = sender.wakeAt) {
      times.push(at);
      sender.tick(at);
    }
    expect(times.slice(0, 4)).toEqual([1000, 3000, 7000, 15_000]);
    expect([times.length, sender.state]).toEqual([9, 'SILENT']);
  });

  it('ends where options come back that were not asked for (RFC 2347)', () => {
    for (const [name, value, words] of [
      ['blksize', '65', 'blksize 65'],
      ['windowsize', '0', 'windowsize 0'],
      ['other', '1', 'option other'],
    ] as const) {
      const { receiver } = pair(new Uint8Array(0), 64, 4);
      receiver.takeOutputs();
      receiver.receive({ kind: 'OACK', options: new Map([[name, value]]) }, 1);
      expect(receiver.state).toBe('FAILED');
      expect(receiver.takeOutputs()).toEqual([{ kind: 'ERROR', code: 8, text: `${words} was not asked for` }]);
    }
  });

  it('reads netascii as RFC 764 writes it', () => {
    const text = Uint8Array.from([10, 13, 65, 13, 10, 13]);
    expect([...toNetascii(text)]).toEqual([13, 10, 13, 0, 65, 13, 0, 13, 10, 13, 0]);
    expect(fromNetascii(toNetascii(text))).toEqual(text);
  });
});

describe('in a lab', () => {
  it('the client reads and writes at the answering machine, on the virtual clock', async () => {
    await using net = lab({ time: 'virtual', seed: 3, hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
    const [alice, bob] = [net.host('alice'), net.host('bob')];
    const written = new Map<string, Uint8Array>();
    const data = seededRandom(1).octets(20_000);
    bob.machines.push(
      tftpMachine({
        ...{ isOurs: (address) => address === bob.address, clock: bob.clock, random: bob.random, files: { data } },
        onWrite: (name, octets) => void written.set(name, octets),
      }),
    );
    const got = await tftpGet('192.0.2.20', 'data', { host: alice, windowsize: 8, blksize: 1000 });
    expect(Buffer.compare(got.data, data)).toBe(0);
    expect(got).toMatchObject({ windowsize: 8, blksize: 1000, tsize: 20_000, resent: 0 });
    await tftpPut('192.0.2.20', 'up', data, { host: alice, windowsize: 3 });
    expect(Buffer.compare(written.get('up') ?? new Uint8Array(0), data)).toBe(0);
    await expect(tftpGet('192.0.2.20', 'nowhere', { host: alice })).rejects.toMatchObject({
      code: 'ERR_REFUSED',
      details: { errorcode: 1 },
    });
    await expect(tftpGet('192.0.2.20', 'data', { host: alice, blksize: 7 })).rejects.toMatchObject({ code: 'ERR_RANGE' });
    // Nothing listens there, and the host says so.
    await expect(tftpGet('192.0.2.10', 'data', { host: bob, retries: 1 })).rejects.toMatchObject({ code: 'ERR_SYSTEM' });
    deafen(alice);
    await expect(tftpGet('192.0.2.10', 'data', { host: bob, retries: 1 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
  });
});

it('a block that is larger than agreed on ends it, and says so', () => {
  const memory: TftpReceiverMemory = {
    ...{ ...common, isClient: true, terms: terms(1428, 1), opening: undefined },
    ...{ chunks: [], octets: 0, most: 1e6, next: 1, unacked: 0, toldGap: false, dallyMs: 0 },
  };
  const run = new MachineRun(tftpReceiver, memory, 0);
  // Without an OACK a block has 512 octets (RFC 2347).
  run.receive({ kind: 'DATA', block: 1, data: new Uint8Array(1400) }, 1);
  expect([run.state, memory.failure]).toEqual([
    'FAILED',
    { code: 4, text: 'a block of 1400 octets came; 512 are agreed upon', isOurs: true },
  ]);
});
