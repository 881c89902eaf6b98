import { afterEach, expect, it } from 'vitest';
import { type Lab, lab } from '../lab/lab.ts';
import { interfaceTowards, interfaceWith } from './interface-of.ts';

let net: Lab | undefined;
afterEach(() => net?.close());

it('finds the interface of an address, of any host', async () => {
  net = lab({ hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
  const alice = net.host('alice');
  expect((await interfaceWith(alice, '192.0.2.10'))?.name).toBe('eth0');
  expect(await interfaceWith(alice, '192.0.2.20')).toBeUndefined();
  expect(await interfaceWith(alice, '2001:db8::1')).toBeUndefined();
  expect((await interfaceTowards(alice, '192.0.2.20'))?.name).toBe('eth0');
  await expect(interfaceTowards(alice, '198.51.100.1')).rejects.toMatchObject({ code: 'ERR_ROUTE' });
  await expect(interfaceWith(alice, '192.0.2')).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
});
