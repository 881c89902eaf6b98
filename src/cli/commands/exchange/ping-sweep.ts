/** `pkw ping` of several hosts or a network: a line for each, as fping prints it. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { printable } from '../../../bytes/escape.ts';
import type { PingOptions } from '../../../exchange/ping/ping-options.ts';
import type { SweepOptions } from '../../../exchange/ping/sweep-options.ts';
import { type SweepResult, sweep } from '../../../exchange/ping/sweep.ts';
import type { CommandIo } from '../../command.ts';
import { jsonLine } from '../../json-line.ts';

/** What a sweep has of the options of `ping`; with the others it says so. */
const HAS: Readonly<Record<keyof SweepOptions, boolean>> & Readonly<Record<string, boolean>> = {
  host: true,
  signal: true,
  iface: true,
  via: true,
  source: true,
  family: true,
  count: true,
  intervalMs: true,
  timeoutMs: true,
  retry: true,
  size: true,
  pattern: true,
  ttl: true,
  tos: true,
  flowLabel: true,
  id: true,
  mayFragment: true,
};

/** How it is printed. */
export interface SweepText {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly elapsed: boolean;
}

/** 0 all answered, 1 some did not, 2 a name has no address. */
export async function sweepCommand(targets: readonly string[], given: PingOptions, how: SweepText, io: CommandIo): Promise<number> {
  const { count, ...rest } = given;
  const other = Object.keys(given).find((name) => HAS[name] !== true);
  if (other !== undefined)
    throw new PacketwrightError('ERR_USAGE', `a sweep of several hosts has no ${other}`, {
      option: other,
      remedy: 'it has -c -i -W -s -p -t -Q -F -e -I -M -4 -6 -q --elapsed; ping one host for the others',
    });
  const run = sweep(targets, { ...(rest as SweepOptions), ...(count !== undefined && { retry: count - 1 }) });
  let noAddress = false;
  for await (const one of run) {
    if (one.reason?.code === 'ERR_RESOLVE') noAddress = true;
    if (!how.json && one.reason !== undefined && one.reason.code !== 'ERR_NEIGHBOUR') io.warn(`pkw ping: ${one.reason.message}`);
    const line = how.json ? resultLine(one) : how.quiet ? '' : `${text(one, how.elapsed)}\n`;
    if (line !== '' && !(await io.write(line))) break;
  }
  const counts = run.stats();
  if (how.json) await io.write(jsonLine({ event: 'statistics', ...counts }));
  return noAddress ? 2 : counts.alive < counts.hosts ? 1 : 0;
}

function text({ to, address, alive, from, rttMs }: SweepResult, elapsed: boolean): string {
  if (!alive) return `${printable(to)} is unreachable`;
  const time = elapsed && rttMs !== undefined ? ` (${threeDigits(rttMs)} ms)` : '';
  return `${printable(to)} is alive${time}${from === undefined || from === address ? '' : ` [<- ${from}]`}`;
}

/** As fping's `-e`: three digits that count. */
const threeDigits = (ms: number): string => (ms < 1 ? ms.toFixed(3) : ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0));

function resultLine({ reason, ...rest }: SweepResult): string {
  return jsonLine({ event: 'host', ...rest, ...(reason && { reason: reason.code, message: reason.message }) });
}
