/** For tests: command lines of `ping`, given to iputils' and to ours in the same namespace; what both print, with the times masked. */
import { run } from '../live-links.ts';
import { runCli } from '../run-cli.ts';
import { type Ended, inNamespace } from './real-programs.ts';

const masked = (text: string): string =>
  text
    .replace(/time=[\d.]+ ms/g, 'time=T ms')
    .replace(/time \d+ms/g, 'time Tms')
    .replace(/^\[\d+\.\d{6}\]/gm, '[T]')
    .replace(/= [\d.]+\/[\d.]+\/[\d.]+\/[\d.]+ ms/g, '= T ms')
    .replace(/ewma [\d.]+\/[\d.]+ ms/g, 'ewma T ms')
    .replace(/^(TS: \t|\t)((?:\S+\t)?)-?\d+( absolute)?$/gm, '$1$2T$3')
    .replace(/^(?:pkw )?ping: /gm, '')
    // -v: what iputils' ping tells of its sockets.
    .replace(/^(?:ping: )?sock4\.fd: .*\n\n?|^ai->ai_family: .*\n/gm, '')
    .replace(/ident=\d+/g, 'ident=I');

export interface PingLineOptions {
  /** Compare how many requests were open at a time, too: of a busy machine that may be one more. */
  readonly pipe?: boolean;
  /** So many of ours run at a time, in one process. Default 12; 1 where a request must leave when it is due. */
  readonly atOnce?: number;
}

/** What one of them did with a line. */
export interface PingRun {
  readonly status: number | undefined;
  /** Without times. */
  readonly text: string;
}

/** What a flood shows, each character so often: which comes first depends on which was faster. */
const flood = (text: string): string => text.replace(/^[.\b EC]+$/m, (line) => [...line].sort().join(''));

const runOf = (line: string, { status, out }: Ended, pipe: boolean): PingRun => {
  const text = / -f /.test(` ${line}`) ? flood(masked(out)) : masked(out);
  return { status, text: pipe ? text : text.replace(/, pipe \d+|^pipe \d+$/gm, '') };
};

/** `pkw ping` with a line. */
export async function ourPing(netns: string, line: string, { pipe = false }: PingLineOptions = {}): Promise<PingRun> {
  const { status, all } = await runCli(['ping', '--netns', netns, ...line.split(' ')]);
  return runOf(line, { status, out: all }, pipe);
}

/** More in one process would make each other's answers late. */
const AT_ONCE = 12;

/** What iputils' ping and ours do with each of the lines, which stand behind `ping`. */
export async function bothPings(
  netns: string,
  lines: readonly string[],
  o: PingLineOptions = {},
): Promise<{ theirs: PingRun[]; ours: PingRun[] }> {
  const { pipe = false, atOnce = AT_ONCE } = o;
  // Identifiers drawn by chance would meet one day, and one would take the other's replies.
  const withIdent = (from: number): string[] => lines.map((line, i) => `${/(^| )-e /.test(line) ? '' : `-e ${from + i} `}${line}`);
  const theirs = await inNamespace(
    netns,
    withIdent(1000).map((line) => `ping ${line}`),
  );
  // Else the kernel goes on asking for neighbours where it stood, and gives up earlier.
  for (const family of ['-4', '-6']) run('ip', '-n', netns, family, 'neigh', 'flush', 'all');
  const ours: PingRun[] = [];
  const waiting = withIdent(2000).entries();
  const worker = async (): Promise<void> => {
    for (const [i, line] of waiting) {
      ours[i] = await ourPing(netns, line, o);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { theirs: theirs.map((one, i) => runOf(lines[i] as string, one, pipe)), ours };
}
