import { expect, it } from 'vitest';
import { lab } from '../../lab/lab.ts';
import { ShellSession } from '../make-shell.ts';

/** What a line prints in a lab with one other host. */
async function typed(line: string): Promise<string> {
  const net = lab({ time: 'virtual', hosts: { me: { address: '192.0.2.10/24' }, other: { address: '192.0.2.20/24' } } });
  let text = '';
  const shell = new ShellSession({ write: (t) => (text += t), note: () => undefined, host: async () => net.host('me') });
  try {
    await shell.run(line, { interactive: true });
  } finally {
    await shell.close();
  }
  return text.replace(/\d+(\.\d+)? ?ms/g, 'T').replace(/= [\d./]+ ms|= [\d./]+T/g, '= T');
}

// iputils' text, and its count of what left and came back.
const TWO = `PING 192.0.2.20 (192.0.2.20) 56(84) bytes of data.
64 bytes from 192.0.2.20: icmp_seq=1 ttl=64 time=T
64 bytes from 192.0.2.20: icmp_seq=2 ttl=64 time=T

--- 192.0.2.20 ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time T
`;

it.each([
  'ping("192.0.2.20", count=2, inter=0.01)',
  'p = ping("192.0.2.20", count=2, inter=0.01); p',
  "ping('192.0.2.20', { count: 2, intervalMs: 10 })",
])('prints as ping does: %s', async (line) => {
  expect((await typed(line)).replace(/rtt.*\n/, '')).toBe(TWO);
});

it('sends four where nobody says how many', async () => {
  expect(await typed('ping("192.0.2.20", inter=0.01)')).toContain('4 packets transmitted, 4 received');
});

it('can be gone through, in both notations', async () => {
  expect(await typed('for e in ping("192.0.2.20", count=2, inter=0.01): print(e.kind, e.seq)')).toBe('reply 1\nreply 2\n');
  expect(await typed("for await (const e of ping('192.0.2.20', { count: 1 })) print(e.kind, e.seq)")).toBe('reply 1\n');
});

it('sweeps a network', async () => {
  expect(await typed('sweep("192.0.2.20/31", timeoutMs=50)')).toBe(
    '192.0.2.20 is alive (T)\n192.0.2.21 is unreachable\n1 of 2 hosts are alive\n',
  );
});

it('takes no packet', async () => {
  await expect(typed('ping(IP(dst="192.0.2.20"))')).rejects.toThrow('ping() takes an address or a name, not IP; of a packet, write sr1(p)');
});
