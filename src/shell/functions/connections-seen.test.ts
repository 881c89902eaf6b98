/** Words about connections made by hand: they are said before the packet leaves that goes wrong. */
import { expect, it } from 'vitest';
import { answeringMachine } from '../../exchange/answering/answering-machine.ts';
import { lab } from '../../lab/lab.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { ShellSession } from '../make-shell.ts';

/** What is said to the user and what comes to the server, in their order. `me` resets what it has no socket for, as a kernel does. */
async function order(...lines: string[]): Promise<string[]> {
  const events: string[] = [];
  await using net = lab({
    time: 'virtual',
    hosts: { me: { address: '192.0.2.10/24', services: { tcp: [] } }, www: { address: '192.0.2.80/24', services: { tcp: [80] } } },
  });
  net.host('www').machines.unshift(
    answeringMachine({
      name: 'witness',
      isRequest: (received) => {
        if (received.has(TCP)) events.push(`came: ${received.get(TCP)?.flags}`);
        // It looks on: the host itself answers.
        return false;
      },
      makeReply: () => undefined,
    }),
  );
  const session = new ShellSession({ host: async () => net.host('me'), write: () => undefined, note: (text) => void events.push(text) });
  for (const line of lines) await session.run(line, { interactive: true });
  await session.close();
  return events;
}

const SYN = 'sa = sr1(IP(dst="192.0.2.80")/TCP(sport=sport, dport=80, seq=1000))';
const ACK = 'send(IP(dst="192.0.2.80")/TCP(sport=sport, dport=80, flags="A", seq=sa.ack, ack=sa.seq+1))';

it('a random port that would be drawn anew', async () => {
  expect(await order('sport = RandNum(1025, 65535)', SYN, ACK)).toEqual([
    'came: S',
    'came: R',
    'TCP.sport: RandNum(1025, 65535) stands in two packets, and each draws its own number: write int(RandNum(1025, 65535)), which draws once',
    'came: A',
  ]);
});

it('another port than that of the SYN', async () => {
  expect(await order('sport = 2000', SYN, 'sport += 1', ACK)).toEqual([
    'came: S',
    'came: R',
    'this segment goes from port 2001, but its connection began at port 2000: give sport=2000, or the server resets it',
    'came: A',
  ]);
});

it("the own kernel's reset, once for all segments of a connection", async () => {
  const expected = [
    'came: S',
    'came: R',
    'your own kernel has reset this connection, for it has no socket on port 2000: before the SYN, guard({protocol: "tcp", localPort: 2000}) holds that back',
    'came: A',
    'came: A',
  ];
  expect(await order('sport = 2000', SYN, ACK, ACK)).toEqual(expected);
});
