import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCapture } from '../../capture/node/open-capture.ts';
import type { CommandIo } from '../command.ts';
import { commands } from '../table.ts';
import { tour } from './tour.ts';

function terminal(o: { colour?: boolean; closesAfter?: number } = {}): { io: CommandIo; text: () => string } {
  let text = '';
  let writes = 0;
  const io: CommandIo = {
    write: (data) => {
      if (o.closesAfter !== undefined && writes >= o.closesAfter) return false;
      writes++;
      text += typeof data === 'string' ? data : new TextDecoder().decode(data);
      return true;
    },
    warn: () => undefined,
    progress: () => undefined,
    stdin: (async function* () {})(),
    isTerminal: o.colour === true,
    colour: o.colour === true,
    columns: 80,
    env: {},
    signal: new AbortController().signal,
  };
  return { io, text: () => text };
}

/** The capture that the text names; removed afterwards. */
const fileIn = (text: string): string => /pkw read (\S+\.pcapng)/.exec(text)?.[1] ?? '';

describe('pkw tour', () => {
  it('shows a packet, a lease, three exchanges, a page over TCP and a capture that is there', async () => {
    const { io, text } = terminal();
    expect(await tour.run({ operands: [], options: {} }, io)).toBe(0);
    const shown = text();
    // What each frame is, in the order in which they left.
    for (const line of [
      '> IP / UDP / BOOTP / DHCP Discover',
      '< IP / UDP / BOOTP / DHCP Offer',
      '> IP / UDP / BOOTP / DHCP Request',
      '< IP / UDP / BOOTP / DHCP Ack',
      '> ARP who has 192.0.2.100 says 0.0.0.0',
      '< Ether / ARP is at 02:00:c0:00:02:14 says 192.0.2.20',
      '< IP / ICMP 192.0.2.20 > 192.0.2.100 echo-reply 0',
      '< IP / TCP 192.0.2.20:http > 192.0.2.100:ftp_data SA',
      '< IP / TCP 192.0.2.20:81 > 192.0.2.100:ftp_data RA',
      '> IP / UDP / DNS Qry "www.example.org."',
      '< IP / UDP / DNS Ans "192.0.2.20"',
      "> IP / TCP / HTTP Request 'GET' '/' 'HTTP/1.1'",
      "< IP / TCP / HTTP Response 'HTTP/1.1' '200' 'OK' / Raw",
    ])
      expect(shown).toContain(`    ${line}\n`);
    expect(shown).toMatch(/> IP \/ TCP 192\.0\.2\.100:(\d+) > 192\.0\.2\.20:http S\n.* SA\n.* > 192\.0\.2\.20:http A\n/);
    expect(shown).toContain('Hello, Alice.');
    const file = fileIn(shown);
    try {
      const capture = await openCapture(file);
      let n = 0;
      for await (const batch of capture.batches()) n += batch.n;
      await capture.close();
      expect(n).toBe(29);
    } finally {
      await rm(dirname(file), { recursive: true });
    }
  });

  it('fits 80 columns without colours', async () => {
    const { io, text } = terminal();
    await tour.run({ operands: [], options: {} }, io);
    const shown = text();
    await rm(dirname(fileIn(shown)), { recursive: true });
    expect(shown.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(shown).not.toContain('\x1b');
  });

  it('names only commands that there are', async () => {
    const { io, text } = terminal();
    await tour.run({ operands: [], options: {} }, io);
    const shown = text();
    await rm(dirname(fileIn(shown)), { recursive: true });
    const named = [...shown.matchAll(/\$ pkw (\w+)/g)].map((m) => m[1]);
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(['help', ...commands.map((c) => c.name)]).toContain(name);
  });

  it('colours on a terminal, with the same text', async () => {
    const plain = terminal(),
      coloured = terminal({ colour: true });
    await tour.run({ operands: [], options: {} }, plain.io);
    await tour.run({ operands: [], options: {} }, coloured.io);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    const bare = coloured.text().replace(/\x1b\[\d*m/g, '');
    for (const shown of [plain.text(), bare]) await rm(dirname(fileIn(shown)), { recursive: true });
    const unnamed = (shown: string): string => shown.replaceAll(/packetwright-\w+/g, 'packetwright-X');
    expect(coloured.text()).toContain('\x1b[36m');
    expect(unnamed(bare)).toBe(unnamed(plain.text()));
  });

  it('ends well when nobody reads any more', async () => {
    for (const closesAfter of [0, 1, 2]) {
      const { io, text } = terminal({ closesAfter });
      expect(await tour.run({ operands: [], options: {} }, io)).toBe(0);
      const file = fileIn(text());
      if (existsSync(file)) await rm(dirname(file), { recursive: true });
    }
  });
});
