/** `pkw tftp`: gets or puts a file. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { TftpMode } from '../../../exchange/clients/tftp/tftp-messages.ts';
import { tftpGet, tftpPut, type TftpReport, type TftpTransferOptions } from '../../../exchange/clients/tftp/tftp.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { jsonLine } from '../../json-line.ts';
import { numberBetween, secondsOption } from './numbers.ts';

interface TftpCommandOptions {
  readonly json?: boolean;
  readonly blksize?: number;
  readonly windowsize?: number;
  readonly mode?: TftpMode;
  readonly timeout?: number;
  readonly retries?: number;
  readonly port?: number;
}

const STDOUT = '-';

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as TftpCommandOptions;
  const [action, server, file, given] = operands;
  if (action !== 'get' && action !== 'put')
    throw new PacketwrightError('ERR_USAGE', `tftp ${action ?? ''}: expected get or put`, { value: action, remedy: 'see: pkw help tftp' });
  if (server === undefined || file === undefined)
    throw new PacketwrightError('ERR_USAGE', `${server === undefined ? 'SERVER' : 'FILE'} is missing`, { remedy: 'see: pkw help tftp' });
  const host = await hostOf(options);
  try {
    const how: TftpTransferOptions = {
      host,
      signal: io.signal,
      ...(o.blksize !== undefined && { blksize: o.blksize }),
      ...(o.windowsize !== undefined && { windowsize: o.windowsize }),
      ...(o.mode !== undefined && { mode: o.mode }),
      ...(o.timeout !== undefined && { timeoutMs: o.timeout }),
      ...(o.retries !== undefined && { retries: o.retries }),
      ...(o.port !== undefined && { port: o.port }),
    };
    if (action === 'get') {
      const local = given ?? basename(file);
      const { data, ...report } = await tftpGet(server, file, how);
      if (local === STDOUT) await io.write(data);
      else await inFiles(() => writeFile(local, data), local);
      if (local !== STDOUT || o.json) await tell(report, { file, local }, 'received', o, io, local === STDOUT);
      return 0;
    }
    // As of tftp(1): put LOCAL REMOTE; with one name it is both.
    const local = given === undefined ? file : given;
    const remote = given === undefined ? basename(file) : file;
    const report = await tftpPut(server, remote, await inFiles(() => readFile(local), local), how);
    await tell(report, { file: remote, local }, 'sent', o, io, false);
    return 0;
  } finally {
    await host.close();
  }
}

async function tell(
  report: TftpReport,
  names: { readonly file: string; readonly local: string },
  did: 'received' | 'sent',
  { json }: TftpCommandOptions,
  io: CommandIo,
  isTaken: boolean,
): Promise<void> {
  if (json && !isTaken) await io.write(jsonLine({ event: did, ...names, ...report }));
  else if (!isTaken) await io.write(`${did} ${report.octets} octets in ${(report.elapsedMs / 1000).toFixed(3)} seconds: ${names.file}\n`);
}

async function inFiles<T>(work: () => Promise<T>, path: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new PacketwrightError('ERR_FILE', `${path}: ${(cause as Error).message}`, {
      path,
      cause,
      remedy: 'name a file that can be used',
    });
  }
}

export const tftpCommand: Command = {
  name: 'tftp',
  summary: 'get a file from a TFTP server, or put one there',
  operands: '[get|put SERVER FILE [LOCALFILE]]',
  common: ['json', 'netns', 'private', 'lab'],
  options: [
    {
      flags: '-b, --blksize <octets>',
      help: 'octets of a block, 8 to 65464; 512 asks for nothing (default: 1428)',
      parse: numberBetween('-b', 8, 65_464),
    },
    { flags: '-w, --windowsize <n>', help: 'blocks before each acknowledgement (default: 1)', parse: numberBetween('-w', 1, 65_535) },
    { flags: '-m, --mode <mode>', help: 'how text is carried', choices: ['octet', 'netascii'] },
    {
      flags: '-t, --timeout <seconds>',
      help: 'when the same is sent again; each time twice as late (default: 1)',
      parse: secondsOption('-t'),
    },
    { flags: '-r, --retries <n>', help: 'how often the same is sent again (default: 5)', parse: numberBetween('-r', 0, 100) },
    { flags: '-p, --port <port>', help: "the server's port (default: 69)", parse: numberBetween('-p', 1, 0xffff) },
  ],
  examples: [
    'pkw tftp get 192.0.2.1 boot.img',
    'pkw tftp get 192.0.2.1 motd - | head',
    'pkw tftp put -b 8192 192.0.2.1 boot.img ./new.img',
  ],
  run,
};
