/** For tests: tcpdump in a namespace, writing to a file that is read back. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Tcpdump {
  /** What it has written, once that are `n` packets or more; what there is after five seconds. */
  packets(n: number): Promise<Uint8Array[]>;
  /** LINKTYPE_… of the file. */
  linkType(): number;
  stop(): void;
}

/** Starts it; resolves when it listens. @param args options and the filter, as words of its command line */
export async function tcpdump(netns: string, device: string, args: readonly string[] = []): Promise<Tcpdump> {
  const folder = mkdtempSync(join(tmpdir(), 'pkwt-'));
  const file = join(folder, 'a.pcap');
  // On nflog, libpcap 1.10 loses what comes after some 40 packets when it is given a buffer size.
  const sizes = device.startsWith('nflog') ? [] : ['-s', '2000', '-B', '16384'];
  const own = ['-i', device, ...sizes, '-U', '--immediate-mode', '-w', file];
  const child = spawn('ip', ['netns', 'exec', netns, 'tcpdump', ...own, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = (): void => {
    // Told to stop, it would leave what it has not read.
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`tcpdump ended: ${said}`)));
      child.stderr.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('listening on')) resolve();
      });
    });
  } catch (error) {
    stop();
    throw error;
  }
  return {
    linkType: () => readFileSync(file).readUInt32LE(20),
    async packets(n) {
      let seen: Uint8Array[] = [];
      for (let wait = 0; wait < 100 && seen.length < n; wait++) {
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, 50));
        seen = readPcap(file);
      }
      return seen;
    },
    stop,
  };
}

/** Packets of a classic capture file (little-endian, microseconds), the format that tcpdump writes here. */
function readPcap(file: string): Uint8Array[] {
  const octets = readFileSync(file);
  const packets: Uint8Array[] = [];
  for (let at = 24; at + 16 <= octets.length; ) {
    const length = octets.readUInt32LE(at + 8);
    if (at + 16 + length > octets.length) break; // still being written
    packets.push(new Uint8Array(octets.subarray(at + 16, at + 16 + length)));
    at += 16 + length;
  }
  return packets;
}
