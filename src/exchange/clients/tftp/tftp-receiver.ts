/** Who gets a file: a client that reads, or a server that is written to. */
import { TFTP_ERRORS } from '../../../protocols/application/tftp.ts';
import { type Act, machine, type Move } from '../../machine/machine.ts';
import type { TftpMessage } from './tftp-messages.ts';
import { PLAIN_BLKSIZE } from './tftp-terms.ts';
import {
  again,
  badOackMove,
  ENDS,
  errorMove,
  fail,
  ILLEGAL,
  isOver,
  oackMove,
  patience,
  type TftpMemory,
  withoutOptions,
} from './tftp-parts.ts';

/** What a receiver knows. */
export interface TftpReceiverMemory extends TftpMemory {
  readonly chunks: Uint8Array[];
  octets: number;
  /** More octets are not taken. */
  readonly most: number;
  /** The block that is waited for, counted from 1 without end. */
  next: number;
  /** Blocks since the last acknowledgement. */
  unacked: number;
  /** That a block is missing was told since the last one came. */
  toldGap: boolean;
  /** How long an end that has all still answers what is sent again, ms. */
  readonly dallyMs: number;
}

type M = TftpReceiverMemory;
const FULL = TFTP_ERRORS.value('Disk full or allocation exceeded') ?? 0;

const isNext = (message: TftpMessage, { next }: M): boolean => message.kind === 'DATA' && message.block === (next & 0xffff);
const isLast = (message: TftpMessage, memory: M): boolean =>
  isNext(message, memory) && message.kind === 'DATA' && message.data.length < memory.terms.blksize;
const isTooMuch = (message: TftpMessage, memory: M): boolean =>
  isNext(message, memory) && message.kind === 'DATA' && memory.octets + message.data.length > memory.most;
const isAgain = (message: TftpMessage, { next }: M): boolean =>
  message.kind === 'DATA' && next > 1 && message.block === ((next - 1) & 0xffff);

function take(message: TftpMessage, memory: M): void {
  if (message.kind !== 'DATA') return;
  // The datagram's octets are the reader's own.
  memory.chunks.push(message.data);
  memory.octets += message.data.length;
  memory.next++;
  memory.unacked++;
  memory.tries = 0;
  memory.toldGap = false;
}

function acknowledge(memory: M, act: Act<TftpMessage>): void {
  memory.unacked = 0;
  act.send({ kind: 'ACK', block: memory.next - 1 });
}

/** Octets of a first block, which has the terms without options. */
const firstSize = ({ isClient, terms }: M): number => (isClient ? PLAIN_BLKSIZE : terms.blksize);

/** Blocks as they come; the same in both states. `before`: what the first one means for the terms; `sizeOf`: the octets that one may have. */
const blocks = (
  before: (memory: M) => void,
  sizeOf: (memory: M) => number,
): Move<'RECEIVING' | 'DALLYING' | 'FAILED', M, TftpMessage, TftpMessage>[] => [
  {
    label: 'a block that is too large',
    when: (message, memory) => isNext(message, memory) && message.kind === 'DATA' && message.data.length > sizeOf(memory),
    do: (message, memory, act) =>
      fail(
        memory,
        act,
        ILLEGAL,
        `a block of ${message.kind === 'DATA' ? message.data.length : 0} octets came; ${sizeOf(memory)} are agreed upon`,
      ),
    to: 'FAILED',
  },
  { label: 'too many octets', when: isTooMuch, do: (_, memory, act) => fail(memory, act, FULL, 'the file is too large'), to: 'FAILED' },
  { label: 'last DATA', when: isLast, do: take, to: 'DALLYING' },
  {
    label: 'DATA',
    when: isNext,
    do: (message, memory, act) => {
      before(memory);
      take(message, memory);
      // RFC 7440 §4: once a window.
      if (memory.unacked >= memory.terms.windowsize) acknowledge(memory, act);
    },
    to: 'RECEIVING',
  },
];

/** Gets a file block by block. @see RFC 1350; RFC 7440 §4 */
export const tftpReceiver = machine<TftpReceiverMemory, TftpMessage, TftpMessage>()({
  name: 'TFTP receiver',
  source: 'RFC 1350 §2, §6; RFC 2347; RFC 7440 §4',
  start: 'OPENING',
  states: {
    OPENING: {
      about: 'A client has sent its request, a server has acknowledged one.',
      enter: ({ opening }, act) => {
        if (opening !== undefined) act.send(opening);
      },
      on: [
        badOackMove(),
        oackMove('RECEIVING', acknowledge),
        {
          label: 'last DATA',
          when: (message, memory) => {
            return isNext(message, memory) && message.kind === 'DATA' && message.data.length < firstSize(memory);
          },
          do: (message, memory) => {
            withoutOptions(memory);
            take(message, memory);
          },
          to: 'DALLYING',
        },
        ...blocks(withoutOptions, firstSize).filter(({ label }) => label !== 'last DATA'),
        errorMove(),
      ],
      after: [
        { label: 'enough asked', after: patience, when: isOver, to: 'SILENT' },
        { label: 'no answer', after: patience, do: again, to: 'OPENING' },
      ],
    },
    RECEIVING: {
      about: 'Blocks come in order; each window is acknowledged.',
      on: [
        ...blocks(
          () => undefined,
          ({ terms }) => terms.blksize,
        ),
        { label: 'the same DATA again', when: isAgain, do: (_, memory, act) => acknowledge(memory, act) },
        {
          label: 'a later DATA',
          // RFC 7440 §4: the sender is told where the gap is, once.
          when: ({ kind }, { toldGap, terms }) => kind === 'DATA' && !toldGap && terms.windowsize > 1,
          do: (_, memory, act) => {
            memory.toldGap = true;
            acknowledge(memory, act);
          },
        },
        errorMove(),
      ],
      after: [
        { label: 'enough asked', after: patience, when: isOver, to: 'SILENT' },
        {
          label: 'no DATA',
          after: patience,
          do: (memory, act) => {
            again(memory);
            acknowledge(memory, act);
          },
          to: 'RECEIVING',
        },
      ],
    },
    DALLYING: {
      about: 'All is there. The last acknowledgement may be lost, so the last block is acknowledged again (RFC 1350 §6).',
      enter: acknowledge,
      on: [{ label: 'the last DATA again', when: isAgain, do: (_, memory, act) => acknowledge(memory, act) }],
      after: [{ label: 'time enough', after: ({ dallyMs }) => dallyMs, to: 'DONE' }],
    },
    DONE: { end: true },
    ...ENDS,
  },
});
