/** What a DHCP client takes, and what not: messages of a server of the test's own, made option by option. */
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../bytes/hex.ts';
import { lab } from '../../../lab/lab.ts';
import { BOOTP, DHCP } from '../../../protocols/application/dhcp/dhcp.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { answeringMachine } from '../../answering/answering-machine.ts';
import { leaseChanges } from './apply-lease.ts';
import { dhcp } from './dhcp.ts';
import { dhcpInput } from './dhcp-reply.ts';
import { leaseOf } from './dhcp-lease.ts';

const MAC = '02:00:00:00:00:01';
const SERVER = '36 04 c0000202';
const LEASE = '33 04 00000078';
const MASK = '01 04 ffffff00';

/** A frame of the server with these options behind the cookie, in hexadecimal digits. */
function reply(options: string, yiaddr = '192.0.2.150', xid = 7) {
  const made = packet(
    Ether({ src: '02:00:00:00:00:02', dst: MAC }),
    IP({ src: '192.0.2.2', dst: '255.255.255.255' }),
    UDP({ sport: 67, dport: 68 }),
    BOOTP({ op: 2, xid, yiaddr, chaddr: MAC }),
    fromHex(`63825363${options.replaceAll(' ', '')}`),
  );
  return dissect(made.bytes, Ether);
}
const OFFER = '35 01 02',
  ACK = '35 01 05';

describe('a DHCP client takes no', () => {
  it.each([
    ['offer without lease time', `${OFFER} ${SERVER} ${MASK} ff`, undefined, 'a DHCPOFFER was not taken: it has no lease time'],
    ['offer without server', `${OFFER} ${LEASE} ff`, undefined, 'a DHCPOFFER was not taken: it has no server identifier'],
    ['acknowledgement without lease time', `${ACK} ${SERVER} ff`, undefined, 'a DHCPACK was not taken: it has no lease time'],
    ['acknowledgement without server', `${ACK} ${LEASE} ff`, undefined, 'a DHCPACK was not taken: it has no server identifier'],
    ['message that ends behind its type', OFFER, undefined, 'a DHCPOFFER was not taken: it has no server identifier'],
    [
      'message that ends within an option',
      `${OFFER} ${SERVER} ${LEASE} 0cff61`,
      undefined,
      'a DHCPOFFER was not taken: its options are cut',
    ],
    ['multicast address', `${ACK} ${SERVER} ${LEASE} ff`, '224.0.0.5', 'a DHCPACK was not taken: 224.0.0.5 is no address of a host'],
    ['broadcast address', `${ACK} ${SERVER} ${LEASE} ff`, '255.255.255.255', expect.stringContaining('is no address of a host')],
    ['loopback address', `${OFFER} ${SERVER} ${LEASE} ff`, '127.0.0.1', expect.stringContaining('127.0.0.1 is no address of a host')],
    ['address at all', `${OFFER} ${SERVER} ${LEASE} ff`, '0.0.0.0', expect.stringContaining('0.0.0.0 is no address of a host')],
  ])('%s', (_, options, yiaddr, why) => {
    expect(dhcpInput(reply(options, yiaddr), MAC)).toMatchObject({ kind: 'unfit', xid: 7, why });
  });

  it('BOOTP reply', () => {
    expect(dhcpInput(reply(`${SERVER} ${LEASE} ff`), MAC)).toBeUndefined();
  });

  it('but takes a whole one, one without end, and settings without an address', () => {
    for (const options of [`${OFFER} ${SERVER} ${LEASE} ff`, `${OFFER} ${SERVER} ${LEASE}`])
      expect(dhcpInput(reply(options), MAC)).toMatchObject({ kind: 'reply', type: 'offer' });
    expect(dhcpInput(reply(`${ACK} ${SERVER} ff`, '0.0.0.0'), MAC)).toMatchObject({ kind: 'reply', type: 'ack' });
  });
});

describe('a lease', () => {
  it.each([
    ['01 04 00000000', '0.0.0.0 is no mask of a network, and is not used'],
    ['01 04 ff00ff00', '255.0.255.0 is no mask of a network, and is not used'],
  ])('whose mask is none has the one of its class: %s', (mask, note) => {
    const lease = leaseOf(reply(`${ACK} ${SERVER} ${LEASE} ${mask} ff`), 0, 0);
    expect([lease.prefixLength, lease.notes]).toEqual([undefined, [note]]);
    expect(leaseChanges(lease, 'eth0')).toEqual([{ kind: 'address', address: '192.0.2.150/24' }]);
  });

  it.each([
    ['0000', ['an MTU of 0 is less than 68, and is not used'], undefined],
    ['0014', ['an MTU of 20 is less than 68, and is not used'], undefined],
    ['0044', [], 68],
  ])('whose MTU is %s', (octets, notes, mtu) => {
    const lease = leaseOf(reply(`${ACK} ${SERVER} ${LEASE} ${MASK} 1a02${octets} ff`), 0, 0);
    expect([lease.mtu, lease.notes]).toEqual([mtu, notes]);
  });
});

describe('dhcp()', () => {
  it('waits for a whole offer behind a cut one, and says what it did not take', async () => {
    await using net = lab({ time: 'virtual', hosts: { alice: { address: '192.0.2.250/24' }, bob: { address: '192.0.2.2/24' } } });
    const alice = net.host('alice');
    let whole = true;
    const server = answeringMachine({
      isRequest: (received) => received.has(DHCP) && received.get(BOOTP)?.op === 1,
      makeReply: (received) => {
        const { xid } = received.get(BOOTP) as { xid: number };
        const options = received.get(DHCP)?.options ?? [];
        const type = options.some(([name, value]) => name === 'message-type' && value === 1) ? OFFER : ACK;
        const made = (octets: string) =>
          packet(
            Ether({ src: net.host('bob').mac, dst: alice.mac }),
            IP({ src: '192.0.2.2', dst: '255.255.255.255' }),
            UDP({ sport: 67, dport: 68 }),
            BOOTP({ op: 2, xid, yiaddr: '192.0.2.150', chaddr: alice.mac }),
            fromHex(`63825363${octets.replaceAll(' ', '')}`),
          );
        return [made(type), ...(whole ? [made(`${type} ${SERVER} ${LEASE} ${MASK} ff`)] : [])] as never;
      },
    });
    net.host('bob').machines.push(server);
    const client = await dhcp({ host: alice, iface: 'eth0', probeMs: 0 });
    expect(client.lease).toMatchObject({ address: '192.0.2.150', prefixLength: 24, seconds: 120 });
    await client.release();
    whole = false;
    await expect(dhcp({ host: alice, iface: 'eth0', timeoutMs: 5000 })).rejects.toThrow(
      'a DHCPOFFER was not taken: it has no server identifier',
    );
  });
});
