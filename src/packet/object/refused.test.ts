/** What is no answer is no silence, and no error of the engine's own: calls that were misunderstood, or crashed. */
import { expect, test } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { sr1, srloop } from '../../exchange/send-receive.ts';
import { filterRunner } from '../../filter/bpf/program/run-filter.ts';
import { columns } from '../../filter/default-columns.ts';
import { dropPrivileges } from '../../host/linux/privileges/drop-privileges.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../protocols/protocols.ts';
import { packetFromJson } from '../from-json.ts';
import { Session } from './session.ts';

const wrong = (v: unknown): any => v;
const bytes = packet(IP()).bytes;
const json = (change: (said: any) => void): string => {
  const said = JSON.parse(packet(IP(), IP()).json());
  change(said);
  return JSON.stringify(said);
};

test.each<[string, () => unknown, string, string]>([
  [
    'a session that is none',
    () => dissect(bytes, IP, { session: wrong({}) }),
    'ERR_VALUE',
    "dissect: 'session' is an object; give new Session()",
  ],
  [
    'a registry that is none',
    () => dissect(bytes, IP, { registry: wrong({}) }),
    'ERR_VALUE',
    "dissect: 'registry' is an object; give protocols.with(…)",
  ],
  [
    'a session from data alone',
    () => Session.from(new Session().toJSON(), wrong(undefined)),
    'ERR_VALUE',
    "Session.from needs the registry that knows the session's layers, not undefined",
  ],
  [
    'options misspelt',
    () => packet(IP(), wrong({ registy: protocols })).bytes,
    'ERR_VALUE',
    "packet has no option 'registy'; did you mean 'registry'?",
  ],
  [
    'options of no registry',
    () => packet(IP(), wrong({ registry: 5 })).bytes,
    'ERR_VALUE',
    "'registry' is no registry: give protocols.with(…)",
  ],
  ['the layer number 0', () => packet(IP()).get(IP, 0), 'ERR_RANGE', 'IP number 0: expected a whole number of at least 1'],
  ['a seed that is none', () => seededRandom(wrong({})), 'ERR_VALUE', 'a seed is a number, a bigint, text or octets, not object'],
  ['text as a program', () => filterRunner(wrong('tcp')), 'ERR_FILTER', "a program is what compile() gives, not 'tcp'"],
  [
    'a misspelt occurrence',
    () => columns(['ip.src'], { occurrence: wrong('al') }),
    'ERR_VALUE',
    "columns: 'occurrence' is 'al'; give 'first' or 'all'",
  ],
  [
    'a time-out below 0',
    () => sr1(packet(IP()), { timeoutMs: -5 }),
    'ERR_RANGE',
    'sr1: timeoutMs is -5; give a number of milliseconds, 0 or more',
  ],
  ['an interval that is no number', () => srloop(packet(IP()), { everyMs: Number.NaN }), 'ERR_RANGE', 'srloop: everyMs is NaN'],
  [
    'a time that is none',
    () =>
      packetFromJson(
        protocols,
        json((said) => (said.frame.time = 'x')),
      ),
    'ERR_VALUE',
    "frame.time is 'x'; give seconds since 1970 as digits",
  ],
  [
    'a third layer without a second',
    () =>
      packetFromJson(
        protocols,
        json((said) => {
          said.layers['IP:3'] = said.layers['IP:2'];
          delete said.layers['IP:2'];
        }),
      ),
    'ERR_VALUE',
    "layer 'IP:3' is number 2 of its name: write 'IP:2'",
  ],
])('%s', (_, call, code, message) => {
  expect(call).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});

test.runIf(process.platform === 'linux')('a user that is no text', () => {
  expect(() => dropPrivileges(wrong({ usr: 'x' }))).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
});

test('a bigint that a session remembers comes through JSON', () => {
  const told: unknown[] = [];
  const session = new Session({ learned: ({ value }) => void told.push(value) });
  session.remember('t', 'a', 5n);
  session.remember('t', 'b', { ids: [2n ** 64n - 1n, 'x'] });
  const again = Session.from(JSON.parse(JSON.stringify(session)), protocols);
  expect(again.recall('t', 'a')).toBe(5n);
  expect(again.recall('t', 'b')).toEqual({ ids: [2n ** 64n - 1n, 'x'] });
  expect(JSON.stringify(told[0])).toBe('{"bigint":"5"}');
});
