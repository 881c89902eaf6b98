/** Who gives a file: a client that writes, or a server that is read from. */
import { type Act, machine, type Move } from '../../machine/machine.ts';
import type { TftpMessage } from './tftp-messages.ts';
import { again, badOackMove, ENDS, errorMove, isOver, oackMove, patience, type TftpMemory, withoutOptions } from './tftp-parts.ts';

/** What a sender knows. */
export interface TftpSenderMemory extends TftpMemory {
  readonly file: Uint8Array;
  /** The first block that is not acknowledged, counted from 1 without end. */
  first: number;
  /** The first of the window that was sent again because the receiver missed it. */
  missed: number;
}

type M = TftpSenderMemory;

/** The last block has fewer octets than the others, none if need be (RFC 1350 §6). */
const lastBlock = ({ file, terms }: M): number => Math.floor(file.length / terms.blksize) + 1;
const windowEnd = (memory: M): number => Math.min(memory.first + memory.terms.windowsize - 1, lastBlock(memory));

/** How many blocks an acknowledgement takes off the window; 0: it says that none of it came. Undefined: it is of another window. */
function acknowledged(message: TftpMessage, memory: M): number | undefined {
  if (message.kind !== 'ACK') return undefined;
  const n = (message.block - (memory.first - 1)) & 0xffff;
  return n <= windowEnd(memory) - memory.first + 1 ? n : undefined;
}

function sendWindow(memory: M, act: Act<TftpMessage>): void {
  const { file, terms, first } = memory;
  for (let block = first; block <= windowEnd(memory); block++) {
    const at = (block - 1) * terms.blksize;
    act.send({ kind: 'DATA', block, data: file.subarray(at, at + terms.blksize) });
  }
}

const acks: readonly Move<'SENDING' | 'DONE' | 'FAILED', M, TftpMessage, TftpMessage>[] = [
  {
    label: 'ACK of the last block',
    when: (message, memory) => {
      const n = acknowledged(message, memory);
      return n !== undefined && n > 0 && memory.first + n > lastBlock(memory);
    },
    to: 'DONE',
  },
  {
    label: 'ACK',
    when: (message, memory) => (acknowledged(message, memory) ?? 0) > 0,
    do: (message, memory) => {
      memory.first += acknowledged(message, memory) ?? 0;
      memory.tries = 0;
    },
    to: 'SENDING',
  },
  {
    label: "ACK: the window's first block is missing",
    // RFC 1123 §4.2.3.1 (the Sorcerer's Apprentice): a doubled acknowledgement sends no block again. In a window it tells of a gap; once.
    when: (message, memory) => memory.terms.windowsize > 1 && memory.missed !== memory.first && acknowledged(message, memory) === 0,
    do: (_, memory) => {
      memory.missed = memory.first;
      memory.resent++;
    },
    to: 'SENDING',
  },
  errorMove<M>(),
];

/** Gives a file window by window. @see RFC 1350; RFC 7440 §4 */
export const tftpSender = machine<TftpSenderMemory, TftpMessage, TftpMessage>()({
  name: 'TFTP sender',
  source: 'RFC 1350 §2, §6; RFC 1123 §4.2.3.1; RFC 2347; RFC 7440 §4',
  start: 'OPENING',
  states: {
    OPENING: {
      about: 'A client has sent its request, a server its options. A server that was asked for none has sent the first block.',
      enter: (memory, act) => {
        if (memory.opening !== undefined) act.send(memory.opening);
        else sendWindow(memory, act);
      },
      on: [
        badOackMove(),
        oackMove('SENDING', () => undefined),
        {
          label: 'ACK of the request',
          when: (message, { opening }) => opening !== undefined && message.kind === 'ACK' && message.block === 0,
          do: (_, memory) => {
            withoutOptions(memory);
            memory.tries = 0;
          },
          to: 'SENDING',
        },
        ...acks.map((move) => ({
          ...move,
          when: (message: TftpMessage, memory: M) =>
            (memory.opening === undefined || message.kind === 'ERROR') && move.when?.(message, memory) !== false,
        })),
      ],
      after: [
        { label: 'enough sent', after: patience, when: isOver, to: 'SILENT' },
        { label: 'no answer', after: patience, do: again, to: 'OPENING' },
      ],
    },
    SENDING: {
      about: 'A window of blocks was sent, and its acknowledgement is waited for.',
      enter: sendWindow,
      on: acks,
      after: [
        { label: 'enough sent', after: patience, when: isOver, to: 'SILENT' },
        { label: 'no ACK', after: patience, do: again, to: 'SENDING' },
      ],
    },
    DONE: { about: 'All was acknowledged.', end: true },
    ...ENDS,
  },
});
