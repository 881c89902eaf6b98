/** Other programs' view of packets: tcpdump, tshark, Wireshark where they are installed; ours where they are not. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrpcap } from '../../capture/node/captures.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { type Builtin, functions } from '../python/callable.ts';
import { iterableNow } from '../python/iterate.ts';
import { str } from '../python/text/repr.ts';
import type { Shell } from '../session.ts';
import { packetsIn } from './packets-to-send.ts';
import { summaryText } from '../packets/summary.ts';

export function programFunctions(shell: Shell): Record<string, Builtin> {
  /** Packets, and a capture file of them in a folder of its own. */
  const captured = async (packets: unknown, name: string) => {
    const list = await packetsIn(shell.place, packets);
    const folder = await mkdtemp(join(tmpdir(), 'packetwright-view-'));
    const file = join(folder, name);
    await wrpcap(
      file,
      list.map((p) => p.laid().laid as unknown as Packet),
    );
    return { list, file, remove: () => rm(folder, { recursive: true, force: true }) };
  };
  const shown = (program: string, words: (file: string) => readonly string[]) => async (packets: unknown, args: unknown) => {
    const { list, file, remove } = await captured(packets, 'packets.pcap');
    try {
      const more = args === null || args === undefined ? [] : [...iterableNow(args)].map(str);
      const out = await outputOf(program, [...words(file), ...more], shell.signal);
      if (out === undefined) {
        shell.note(`${program} is not installed: these are our own lines`);
        for (const p of list) shell.write(`${summaryText(p)}\n`);
      } else shell.write(out);
    } finally {
      await remove();
    }
    return null;
  };
  return functions({
    'tcpdump(pktlist, args=None)': shown('tcpdump', (file) => ['-nr', file]),
    'tdecode(pktlist, args=None)': shown('tshark', (file) => ['-V', '-r', file]),
    // The file stays: Wireshark reads it as long as it runs.
    'wireshark(pktlist, wait=False)': async (packets: unknown) => {
      const { list, file } = await captured(packets, 'packets.pcapng');
      if (process.env['DISPLAY'] !== undefined && (await started('wireshark', ['-r', file]))) return null;
      shell.note(`Wireshark cannot be shown here; the packets are in ${file}, and these are our own lines`);
      for (const [i, p] of list.entries()) shell.write(`${String(i + 1).padStart(5)} ${summaryText(p)}\n`);
      return null;
    },
  } as never);
}

/** What it prints; undefined where it is not installed. */
function outputOf(program: string, words: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'], signal });
    let out = '';
    child.stdout.on('data', (octets: Buffer) => (out += octets.toString()));
    child.on('error', () => resolve(undefined));
    child.on('close', () => resolve(out));
  });
}

/** Whether it runs; it goes on by itself. */
function started(program: string, words: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: 'ignore', detached: true });
    child.on('error', () => resolve(false));
    child.on('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
