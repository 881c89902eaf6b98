/** What sender and receiver of a transfer have in common: their memory, their patience, their errors. */
import { TFTP_ERRORS } from '../../../protocols/application/tftp.ts';
import type { Act, MachineState, Move } from '../../machine/machine.ts';
import type { TftpMessage, TftpOptions } from './tftp-messages.ts';
import { plainTerms, type TftpTerms, termsTaken } from './tftp-terms.ts';

/** What either end knows of a transfer. */
export interface TftpMemory {
  /** What it begins with: a client's request, a server's OACK or first acknowledgement. Undefined: with the first blocks. */
  readonly opening: TftpMessage | undefined;
  /** The options of the request. A server has them agreed upon already. */
  readonly asked: TftpOptions;
  readonly isClient: boolean;
  terms: TftpTerms;
  /** How often the same is sent again before it gives up. */
  readonly retries: number;
  tries: number;
  /** All that was sent again, for statistics. */
  resent: number;
  /** Why it failed: the other end's words, or ours. */
  failure: { readonly code: number; readonly text: string; readonly isOurs: boolean } | undefined;
}

/** Each wait is twice the one before (RFC 1123 §4.2.3.2). */
export const patience = ({ terms, tries }: TftpMemory): number => terms.timeoutMs * 2 ** tries;
export const isOver = ({ tries, retries }: TftpMemory): boolean => tries >= retries;

/** Sent again: counted, and waited for longer. */
export function again(memory: TftpMemory): void {
  memory.tries++;
  memory.resent++;
}

const BAD_OPTIONS = TFTP_ERRORS.value('Terminate transfer due to option negotiation') ?? 0;
const ILLEGAL = TFTP_ERRORS.value('Illegal TFTP operation') ?? 0;

/** Tells the other end that it is over, and remembers why. */
function fail(memory: TftpMemory, act: Act<TftpMessage>, code: number, text: string): void {
  memory.failure = { code, text, isOurs: true };
  act.send({ kind: 'ERROR', code, text });
}

type State = 'FAILED';
type Way<M extends TftpMemory> = Move<string, M, TftpMessage, TftpMessage>;

/** The other end gives up. */
export const errorMove = <M extends TftpMemory>(): Way<M> & { readonly to: State } => ({
  label: 'ERROR',
  when: ({ kind }) => kind === 'ERROR',
  do: (message, memory) => {
    if (message.kind === 'ERROR') memory.failure = { code: message.code, text: message.text, isOurs: false };
  },
  to: 'FAILED',
});

/** Whether an OACK says what was asked; what it says then are the terms. */
const taken = (message: TftpMessage, { asked, terms }: TftpMemory): TftpTerms | string | undefined =>
  message.kind === 'OACK' ? termsTaken(asked, terms, message.options) : undefined;

/** A client's answer from the server: the options, or what the server does without any. */
export const oackMove = <M extends TftpMemory, S extends string>(
  to: S,
  then: (memory: M, act: Act<TftpMessage>) => void,
): Way<M> & { readonly to: S } => ({
  label: 'OACK',
  when: (message, memory) => memory.isClient && typeof taken(message, memory) === 'object',
  do: (message, memory, act) => {
    memory.terms = taken(message, memory) as TftpTerms;
    memory.tries = 0;
    then(memory, act);
  },
  to,
});
export const badOackMove = <M extends TftpMemory>(): Way<M> & { readonly to: State } => ({
  label: 'OACK of what was not asked',
  when: (message, memory) => memory.isClient && typeof taken(message, memory) === 'string',
  do: (message, memory, act) => fail(memory, act, BAD_OPTIONS, taken(message, memory) as string),
  to: 'FAILED',
});

/** A client that got no OACK: the server knows no options. */
export function withoutOptions(memory: TftpMemory): void {
  if (memory.isClient) memory.terms = plainTerms(memory.terms);
}

export { fail, ILLEGAL };

/** The ends that both have. */
export const ENDS = {
  FAILED: { about: 'One of both ended it with an error.', end: true },
  SILENT: { about: 'The other end was asked often enough.', end: true },
} as const satisfies Record<string, MachineState<string, any, TftpMessage, TftpMessage>>;
