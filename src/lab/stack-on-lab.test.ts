/** A stack on the interface of a lab's host: it needs nothing of a kernel. */
import { expect, it } from 'vitest';
import { utf8, utf8Octets } from '../bytes/text.ts';
import { type StackOptions, stackOn } from '../stack/open-stack.ts';
import { lab } from './lab.ts';

const network = () =>
  lab({ hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.2/24', services: { http: { '/': 'hello\n' } } } } });

it('is a further host there, with an address that nobody has', async () => {
  await using net = network();
  await using own = await stackOn(net.host('a'), { address: '192.0.2.50/24' });
  expect(own.way).toBe('192.0.2.50 on eth0: an address of its own, the kernel never hears of it');
  const connection = await own.connect('192.0.2.2', 80);
  await connection.write(utf8Octets('GET / HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n'));
  let page = '';
  for await (const octets of connection.chunks()) page += utf8(octets);
  expect(page).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nhello\n$/);
});

it.each<[o: StackOptions, code: string, said: RegExp]>([
  [{ address: '192.0.2.50' }, 'ERR_ADDRESS', /'192\.0\.2\.50' has no prefix|is not a prefix/],
  [{ address: 'hello' }, 'ERR_ADDRESS', /'hello'/],
  [{ address: '192.0.2.2/24' }, 'ERR_ADDRESS', /192\.0\.2\.2 is in use: 02:00:c0:00:02:02 has it/],
  [{ address: '192.0.2.1/24' }, 'ERR_ADDRESS', /eth0 has the address 192\.0\.2\.1 already/],
  [{ address: '192.0.2.255/24' }, 'ERR_ADDRESS', /no address of one host/],
  [{ address: '192.0.2.50/24', gateway: 'x' }, 'ERR_ADDRESS', /'x' is no address/],
  [{ address: '192.0.2.50/24', nameServers: ['zz'] }, 'ERR_ADDRESS', /'zz' is no address/],
  [{ address: '192.0.2.50/24', iface: 'eth9' }, 'ERR_INTERFACE', /no interface eth9/],
  [{ adress: '192.0.2.50/24' } as StackOptions, 'ERR_VALUE', /did you mean 'address'/],
  [{ address: '192.0.2.50/24', tcp: { nodelay: true } as never }, 'ERR_VALUE', /did you mean 'noDelay'/],
  [{ address: 'dhcp', timeoutMs: 300 }, 'ERR_NEIGHBOUR', /no DHCP server answered within 300 ms/],
  [{ address: 'slaac', timeoutMs: 300 }, 'ERR_NEIGHBOUR', /no router advertised a prefix within 300 ms/],
])('refuses %j', async (o, code, said) => {
  await using net = network();
  await expect(stackOn(net.host('a'), o)).rejects.toMatchObject({ code, message: expect.stringMatching(said) });
});

it.each(['dhcp', 'slaac'])('stops waiting for an address by %s when its signal says so', async (address) => {
  await using net = network();
  const signal = AbortSignal.timeout(50);
  await expect(stackOn(net.host('a'), { address, signal })).rejects.toMatchObject({ name: 'TimeoutError' });
});
