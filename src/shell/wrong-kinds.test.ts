/** Wrong kinds of values: told in the user's words, without JavaScript's. */
import { expect, it } from 'vitest';
import { typedLines } from '../../test/support/shell/typed-lines.ts';

it.each([
  ['x = IP()/TCP(); x.id = TCP; raw(x)', 'IP.id: TCP is not a whole number or known name (column 29)'],
  ['x = IP(); x.id = {}; raw(x)', 'IP.id: an object is not a whole number or known name (column 22)'],
  ['IP()[type]', "IndexError: Layer [<class 'type'>] not found: the packet has IP (column 5)"],
  // Python 3's own words.
  ['int("5", "a")', "TypeError: 'str' object cannot be interpreted as an integer (column 1)"],
  ['getattr([], TCP)', "TypeError: attribute name must be string, not 'Packet_metaclass' (column 1)"],
  ['time.strftime(3)', 'TypeError: strftime(format, t=None) cannot take (int) (column 6)'],
  ['bytes.fromhex(type)', 'TypeError: fromhex(text) cannot take (type) (column 7)'],
  ['net()', 'TypeError: the function takes 1 argument at least, and 0 were given (column 1)'],
  ['oneOf()', 'TypeError: the function takes 1 argument at least, and 0 were given (column 1)'],
  ['hosts(3)', 'TypeError: the function cannot take (int) (column 1)'],
  ['conf.route.route({})', 'TypeError: route() takes an address, not dict (column 12)'],
  [
    'PacketList([(IP(), IP())])',
    'TypeError: packets were expected, not tuple; pairs of a packet and its answer are a SndRcvList([(a, b)]) (column 1)',
  ],
  ['SndRcvList([IP()])', 'TypeError: SndRcvList() takes pairs of a packet and its answer, not IP (column 1)'],
])('%s', async (text, told) => {
  expect(await typedLines(text).catch((error: Error) => error.message)).toBe(told);
});

it('help() knows conf and fields', async () => {
  expect(await typedLines('help(conf)')).toMatch(/^conf has the settings of this session.*\n(?:.*\n)*verb +=/);
  expect(await typedLines('help(IP.ttl)')).toBe('IP.ttl: u8, 8 bits, default 64\n  ls(IP) lists all fields.');
  expect(await typedLines('help(type)')).toBe("nothing is known of <class 'type'>: help() tells what there is");
});
