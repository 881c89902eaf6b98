/** An agent whose answers cannot be read, and what is said of it. */
import { expect, it } from 'vitest';
import { fromHex } from '../../../bytes/hex.ts';
import { lab } from '../../../lab/lab.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { answer } from '../../answering/answer.ts';
import { openSnmp } from './snmp.ts';
import { snmpLine } from './snmp-text.ts';

it('a time-out after answers that could not be read says so', async () => {
  await using net = lab({ time: 'virtual', hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
  const bob = net.host('bob');
  // A length of 2^32 - 1 octets.
  const damaged = fromHex('3084ffffffff0201');
  bob.machines.push(answer({ when: (p) => p.get(UDP)?.dport === 161, reply: () => [damaged], isOurs: (a) => a === bob.address }));
  await using agent = await openSnmp('192.0.2.20', { host: net.host('alice'), retries: 1 });
  await expect(agent.get('1.3.6.1.2.1.1.1.0')).rejects.toMatchObject({
    ...{ code: 'ERR_TIMEOUT', details: { unread: 2 } },
    message: '192.0.2.20 port 161 did not answer 2 SNMP requests; 2 datagrams came that could not be read',
  });
});

it('a key that a user does not have is refused, with the one that was meant', async () => {
  await using net = lab({ time: 'virtual', hosts: { alice: { address: '192.0.2.10/24' } } });
  const user = { name: 'n', authentification: 'SHA' } as never;
  await expect(openSnmp('192.0.2.20', { host: net.host('alice'), user })).rejects.toThrow(
    "openSnmp: user has no option 'authentification'; did you mean 'authentication'?",
  );
});

it('text of an agent makes no line of its own', () => {
  const value = ['octets', new TextEncoder().encode('x"\n.1.3 = INTEGER: 6\t')] as const;
  expect(snmpLine({ oid: '1.2', value })).toBe('.1.2 = STRING: "x\\"\\u000a.1.3 = INTEGER: 6\\u0009"');
});
