/** For tests: BIND's named and dnsmasq in a network namespace, with files in a folder that is removed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath } from '../require.ts';

export interface RunningServer {
  stop(): Promise<void>;
}

/** Starts a program, and waits for a line of its output. */
function started(netns: string, program: string, args: readonly string[], ready: RegExp, folder: string): Promise<RunningServer> {
  const child: ChildProcess = spawn('ip', ['netns', 'exec', netns, programPath(program) ?? program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (data: Buffer): void => {
      said += data.toString();
      if (ready.test(said)) resolve({ stop });
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${said.slice(-2000)}`)));
  });
}

/**
 * BIND: `options` and the rest are text of named.conf, `files` what it names. It orders records as they are. It asks nobody, unless it `checks`:
 * then it is a resolver that checks signatures.
 */
export function startNamed(
  netns: string,
  o: {
    readonly address: string;
    readonly address6?: string;
    readonly checks?: true;
    readonly conf: string;
    readonly options?: string;
    readonly files: Readonly<Record<string, string>>;
  },
): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pkw-named-'));
  for (const [name, text] of Object.entries(o.files)) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'named.conf'),
    `options { directory "${folder}"; listen-on port 53 { ${o.address} }; listen-on-v6 { ${o.address6 ?? 'none;'} }; pid-file none; session-keyfile none;
      recursion ${o.checks ? 'yes' : 'no'}; allow-transfer { any; }; check-names primary ignore; dnssec-validation ${o.checks ? 'yes' : 'no'}; notify no; max-udp-size 1232;
      rrset-order { order none; }; ${o.options ?? ''} };
    controls { };
    ${o.conf}`,
  );
  return started(netns, 'named', ['-g', '-n', '1', '-c', join(folder, 'named.conf')], /all zones loaded[\s\S]*running/, folder);
}

/** dnsmasq, with the options given. */
export function startDnsmasq(netns: string, address: string, options: readonly string[]): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pkw-dnsmasq-'));
  const fixed = [
    '--keep-in-foreground',
    '--log-facility=-',
    '--no-resolv',
    '--no-hosts',
    '--bind-interfaces',
    '--user=root',
    '--conf-file=/dev/null',
  ];
  return started(
    netns,
    'dnsmasq',
    [...fixed, `--pid-file=${join(folder, 'pid')}`, `--listen-address=${address}`, ...options],
    /started, version/,
    folder,
  );
}
