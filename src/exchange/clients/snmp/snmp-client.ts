/** One request of SNMP and its answer: asked again when nothing comes, and again when the engine tells its number or its time. */
import { machine } from '../../machine/machine.ts';
import type { SnmpPdu } from './snmp-pdu.ts';

/** What came: an answer to the request, or an engine's complaint about it. */
export type SnmpInput =
  | { readonly kind: 'response'; readonly pdu: SnmpPdu }
  /** `counter`: the name of what was counted. `canMend`: the engine told what was missing, and it is known now. */
  | { readonly kind: 'report'; readonly counter: string; readonly canMend: boolean };

/** What is sent: the request, or one that asks who the engine is. */
export type SnmpOutput = 'discovery' | 'request';

/** What a request knows. */
export interface SnmpMemory {
  readonly timeoutMs: number;
  /** How often the same is sent again. */
  readonly retries: number;
  /** Version 3: whether the engine's number is known. */
  readonly knowsEngine: () => boolean;
  tries: number;
  mended: number;
  response: SnmpPdu | undefined;
  /** Name of the counter of the engine's complaint. */
  complaint: string | undefined;
}

/** Who the engine is, what time it has, and once more, when it has started anew meanwhile. */
const MOST_MENDED = 4;
const wait = ({ timeoutMs }: SnmpMemory): number => timeoutMs;

/** Asks once. @see RFC 3416 §4.2; RFC 3414 §4 */
export const snmpClient = machine<SnmpMemory, SnmpInput, SnmpOutput>()({
  name: 'SNMP request',
  source: 'RFC 3416 §4.2; RFC 3414 §3.2, §4',
  start: 'ASKING',
  states: {
    ASKING: {
      about: 'A request was sent: of version 3 first one that asks for the number of the engine.',
      enter: ({ knowsEngine }, act) => act.send(knowsEngine() ? 'request' : 'discovery'),
      on: [
        {
          label: 'Response',
          when: ({ kind }) => kind === 'response',
          do: (input, memory) => {
            if (input.kind === 'response') memory.response = input.pdu;
          },
          to: 'ANSWERED',
        },
        {
          label: "Report of the engine's number or time",
          when: (input, { mended }) => input.kind === 'report' && input.canMend && mended < MOST_MENDED,
          do: (_, memory) => {
            memory.mended++;
            memory.tries = 0;
          },
          to: 'ASKING',
        },
        {
          label: 'Report',
          when: ({ kind }) => kind === 'report',
          do: (input, memory) => {
            if (input.kind === 'report') memory.complaint = input.counter;
          },
          to: 'REFUSED',
        },
      ],
      after: [
        { label: 'enough asked', after: wait, when: ({ tries, retries }) => tries >= retries, to: 'SILENT' },
        { label: 'no answer', after: wait, do: (memory) => void memory.tries++, to: 'ASKING' },
      ],
    },
    ANSWERED: { about: 'There is a response, maybe with an error.', end: true },
    REFUSED: { about: 'The engine does not accept the user or the message.', end: true },
    SILENT: { about: 'The agent was asked often enough. An agent does not answer a community that it does not know.', end: true },
  },
});
