/** `pkw ntp`: how far a server's clock is from ours, in one line as sntp prints it. */
import { ntp, type NtpResult } from '../../../exchange/clients/ntp/ntp.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { jsonLine } from '../../json-line.ts';
import { numberBetween, secondsOption } from './numbers.ts';

interface NtpCommandOptions {
  readonly json?: boolean;
  readonly samples?: number;
  readonly interval?: number;
  readonly timeout?: number;
  readonly port?: number;
  readonly ntpversion?: string;
}

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as NtpCommandOptions;
  const host = await hostOf(options);
  try {
    for (const server of operands) {
      const result = await ntp(server, {
        host,
        signal: io.signal,
        ...(o.samples !== undefined && { samples: o.samples }),
        ...(o.interval !== undefined && { intervalMs: o.interval }),
        ...(o.timeout !== undefined && { timeoutMs: o.timeout }),
        ...(o.port !== undefined && { port: o.port }),
        ...(o.ntpversion !== undefined && { version: Number(o.ntpversion) }),
      });
      await io.write(o.json ? jsonLine(result) : ntpLine(result));
    }
    return 0;
  } finally {
    await host.close();
  }
}

const LEAPS = ['no-leap', 'add-leap', 'del-leap'];

/** `2026-11-29 12:36:19.123456 (+0000) +0.000012 +/- 0.000345 time.example 192.0.2.1 s2 no-leap` */
function ntpLine({ atMs, offsetMs, errorMs, server, address, stratum, leap }: NtpResult): string {
  const seconds = Math.floor(atMs / 1000);
  const date = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const micros = String(Math.floor((atMs - seconds * 1000) * 1000)).padStart(6, '0');
  const offset = `${offsetMs < 0 ? '-' : '+'}${(Math.abs(offsetMs) / 1000).toFixed(6)}`;
  const ends = server === address ? address : `${server} ${address}`;
  return `${date}.${micros} (+0000) ${offset} +/- ${(errorMs / 1000).toFixed(6)} ${ends} s${stratum} ${LEAPS[leap] ?? ''}\n`;
}

export const ntpCommand: Command = {
  name: 'ntp',
  follows: 'sntp',
  summary: "how far a time server's clock is from this one",
  operands: 'SERVER...',
  common: ['json', 'netns', 'private', 'lab'],
  options: [
    { flags: '-n, --samples <n>', help: 'how often to ask; the fastest answer counts (default: 4)', parse: numberBetween('-n', 1, 1000) },
    { flags: '--interval <seconds>', help: 'from an answer to the next request (default: 2)', parse: secondsOption('--interval') },
    { flags: '-t, --timeout <seconds>', help: 'how long to wait for an answer (default: 2)', parse: secondsOption('-t') },
    { flags: '-p, --port <port>', help: "the server's port (default: 123)", parse: numberBetween('-p', 1, 0xffff) },
    { flags: '--ntpversion <n>', help: "NTP's version (default: 4)", choices: ['1', '2', '3', '4'] },
  ],
  examples: ['pkw ntp 192.0.2.1', 'pkw ntp -n 8 --interval 0.5 --json time.example'],
  run,
};
