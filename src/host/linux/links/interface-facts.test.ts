/** Names of interfaces on their way to the kernel, which would cut them at 15 octets or at a NUL, and take another interface. */
import { expect, it } from 'vitest';
import { mockNative } from '../../../../native/mock.ts';
import { bodyOf } from '../netlink/message.ts';
import { LinkMessage } from '../tables/link-message.ts';
import { interfaceFacts } from './interface-facts.ts';

it('refuses a name that the kernel would cut', () => {
  const native = mockNative();
  expect(interfaceFacts(native, 'm0').ifindex).toBe(1);
  expect(() => interfaceFacts(native, 'm0\0x')).toThrow('"m0\\u0000x" is not an interface: no name has a NUL in it');
  expect(() => interfaceFacts(native, 'm0'.padEnd(16, 'x'))).toThrow('is not an interface: names have at most 15 octets');
  expect(() => bodyOf(LinkMessage, { attributes: { name: 'm0\0x' } })).toThrow('no name has a NUL in it');
});
