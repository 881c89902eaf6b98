/** The client of a time server: asks several times, and believes no more than it may. */
import { machine } from '../../machine/machine.ts';
import { faultOf, isAnswer, kissOf, type NtpMessage, type NtpSample } from './ntp-sample.ts';

/** A message that came, and when. */
export interface NtpInput {
  readonly message: NtpMessage;
  /** ms since 1970, by our clock. */
  readonly atMs: number;
}

/** What the client knows. */
export interface NtpMemory {
  readonly wanted: number;
  readonly timeoutMs: number;
  readonly intervalMs: number;
  /** What a request has as its time: nobody can answer who did not see it. It tells nothing about our clock. */
  readonly newNonce: () => bigint;
  readonly measure: (input: NtpInput) => NtpSample;
  readonly samples: NtpSample[];
  nonce: bigint;
  asked: number;
  /** Why there will be no more answers, in words. */
  refusal: string | undefined;
}

const isOurs = ({ message }: NtpInput, { nonce }: NtpMemory): boolean => isAnswer(message, nonce);
const isLast = ({ asked, wanted }: NtpMemory): boolean => asked >= wanted;
const take = (input: NtpInput, memory: NtpMemory): void => void memory.samples.push(memory.measure(input));
const timeout = ({ timeoutMs }: NtpMemory): number => timeoutMs;

/** Asks a time server so often, and waits in between. What goes out is the nonce of a request. */
export const ntpClient = machine<NtpMemory, NtpInput, bigint>()({
  name: 'NTP client',
  source: 'RFC 5905 §8, §10; RFC 4330 §5',
  start: 'ASKING',
  states: {
    ASKING: {
      about: 'A request was sent; its answer has the time that the request had.',
      enter: (memory, act) => {
        memory.asked++;
        memory.nonce = memory.newNonce();
        act.send(memory.nonce);
      },
      on: [
        {
          label: 'kiss of death',
          when: (input, memory) => isOurs(input, memory) && kissOf(input.message) !== undefined,
          do: ({ message }, memory) => void (memory.refusal = kissOf(message)),
          to: 'REFUSED',
        },
        {
          label: 'answer of no use',
          when: (input, memory) => isOurs(input, memory) && faultOf(input.message) !== undefined,
          do: ({ message }, memory) => void (memory.refusal = faultOf(message)),
          to: 'UNUSABLE',
        },
        { label: 'last answer', when: (input, memory) => isOurs(input, memory) && isLast(memory), do: take, to: 'DONE' },
        { label: 'answer', when: isOurs, do: take, to: 'WAITING' },
      ],
      after: [
        { label: 'no answer, enough others', after: timeout, when: (m) => isLast(m) && m.samples.length > 0, to: 'DONE' },
        { label: 'no answer at all', after: timeout, when: isLast, to: 'SILENT' },
        { label: 'no answer', after: timeout, to: 'ASKING' },
      ],
    },
    WAITING: {
      about: 'Servers do not like to be asked without a pause.',
      after: [{ label: 'the interval passes', after: ({ intervalMs }) => intervalMs, to: 'ASKING' }],
    },
    DONE: { about: 'The best of the samples is the result.', end: true },
    REFUSED: { about: 'The server wants to be left alone (RFC 5905 §7.4).', end: true },
    UNUSABLE: { about: 'The server says itself that its time is not to be used, or contradicts itself.', end: true },
    SILENT: { about: 'No request was answered.', end: true },
  },
});
