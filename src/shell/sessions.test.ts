/** Several sessions in one process: none disturbs another. */
import { afterEach, expect, it } from 'vitest';
import { defaultHost } from '../exchange/default-host.ts';
import { lab } from '../lab/lab.ts';
import { ShellSession } from './make-shell.ts';

const open: ShellSession[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A session in a lab of its own, whose only other host has this address. */
function session(other: string): { shell: ShellSession; run: (text: string) => Promise<string> } {
  const net = lab({ hosts: { me: { address: '192.0.2.10/24' }, other: { address: `${other}/24` } } });
  let text = '';
  const shell = new ShellSession({ write: (t) => (text += t), note: (t) => (text += `${t}\n`), host: async () => net.host('me') });
  open.push(shell);
  return {
    shell,
    run: async (line) => {
      text = '';
      await shell.run(line, { interactive: true });
      return text;
    },
  };
}

it('prints where it was typed, whatever session began later', async () => {
  const a = session('192.0.2.20');
  const b = session('192.0.2.30');
  expect(await a.run('IP(ttl=3).show()')).toContain('ttl       = 3');
  expect(await b.run('IP(ttl=4).show()')).toContain('ttl       = 4');
  expect(await a.run('IP(ttl=5).show()')).toContain('ttl       = 5');
});

it('keeps what bind_layers() says to itself', async () => {
  const a = session('192.0.2.20');
  const b = session('192.0.2.30');
  await a.run('bind_layers(UDP, DNS, dport=9953)');
  const read = 'UDP(bytes(UDP(sport=1, dport=9953)/DNS(id=7)))[1].name';
  expect(await a.run(read)).toBe("'DNS'\n");
  expect(await b.run(read)).toBe("'Raw'\n");
  expect(await a.run(read)).toBe("'DNS'\n");
});

it('runs at the same time as another', async () => {
  const a = session('192.0.2.20');
  const b = session('192.0.2.30');
  const loop = (ttl: number, at: string): string =>
    `for i in range(3):\n    r = sr1(IP(dst="${at}", ttl=${ttl})/ICMP(), timeout=1, verbose=0)\n    (IP(ttl=${ttl})/ICMP()).show()\n    print(r.src)\n`;
  const [one, other] = await Promise.all([a.run(loop(7, '192.0.2.20')), b.run(loop(8, '192.0.2.30'))]);
  const shown = (text: string): string[] => text.split('\n').filter((line) => /ttl|^192/.test(line));
  expect(shown(one)).toEqual(['  ttl       = 7', '192.0.2.20', '  ttl       = 7', '192.0.2.20', '  ttl       = 7', '192.0.2.20']);
  expect(shown(other)).toEqual(['  ttl       = 8', '192.0.2.30', '  ttl       = 8', '192.0.2.30', '  ttl       = 8', '192.0.2.30']);
});

it("sends calls of the library that name no host from the session's, and from nowhere else afterwards", async () => {
  const a = session('192.0.2.20');
  const b = session('192.0.2.30');
  const sweeping = (at: string): string =>
    `const found = [];\nfor await (const one of sweep('${at}', { timeoutMs: 300 })) found.push(one.alive);\nprint(found);`;
  expect(await a.run(sweeping('192.0.2.20'))).toBe('[True]\n');
  expect(await b.run(sweeping('192.0.2.30'))).toBe('[True]\n');
  const outside = await defaultHost().catch(() => undefined);
  expect(outside).not.toBe(await a.shell.host());
  expect(outside).not.toBe(await b.shell.host());
});
