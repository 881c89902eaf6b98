/** What this process may do with the network, what is missing, and what grants it: the data behind `pkw doctor`. */
import { checkOptions } from '../../../bytes/known-options.ts';
import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { NativeBinding } from '../../../../native/binding.ts';
import { loadNative } from '../../../../native/loader.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { findProgram, isProgram } from '../programs.ts';
import type { Container } from './container.ts';
import { type RightsFinding, impossible, missing, ok } from './finding.ts';
import { circumstances } from './grant.ts';
import type { ProcessRights } from './process-rights.ts';

/** Major and minor; package.json says the same. */
const NODE = [20, 19] as const;

/** The result of {@link examineRights}. */
export interface RightsReport {
  /** The user and rights of the process. Only on Linux. */
  readonly process?: ProcessRights & {
    /** The kind of container it runs in. */
    readonly container?: Container;
    /** The file that setcap would be applied to. */
    readonly node: string;
  };
  readonly findings: readonly RightsFinding[];
  /** Everything that this system can do works: nothing is missing. */
  readonly complete: boolean;
}

/** Options of {@link examineRights}. */
export interface ExamineOptions {
  /** Undo what dead processes have left in the kernel's tables. Default false: it is only reported. */
  readonly cleanUp?: boolean;
}

/**
 * Tries everything that the library needs from this machine. No packet is sent, and nothing on the machine is changed (except what
 * `cleanUp` allows): the ring listens on the loopback interface for a moment, table changes are tried on an interface that does not exist,
 * the kernel checks and discards the firewall rules, and the namespace ends with the program that it was made for.
 */
export async function examineRights(o: ExamineOptions = {}): Promise<RightsReport> {
  checkOptions('examineRights', o, { cleanUp: true });
  const findings: RightsFinding[] = [nodeVersion()];
  if (process.platform !== 'linux') {
    findings.push(impossible('platform', `live traffic needs Linux; this is ${process.platform}. Everything else works`));
    return report(findings);
  }
  findings.push(ok('platform', `Linux ${release()} on ${process.arch}`));
  // What it tries is loaded when it is asked for, not with the package.
  const kernel = await import('./kernel-checks.ts');
  const { finding, native } = addon();
  findings.push(finding);
  if (native !== undefined) {
    findings.push(kernel.packetSockets(native), await kernel.rings(native), kernel.tables(native), kernel.tableChanges(native));
    findings.push(kernel.tun(native), kernel.nftables(native), kernel.networkNamespaces(native));
  }
  findings.push(kernel.userNamespaces(), kernel.leftBehind(native, o.cleanUp === true));
  const { rights, container, node } = circumstances();
  return { process: { ...rights, ...(container === undefined ? {} : { container }), node }, ...report(findings) };
}

const report = (findings: readonly RightsFinding[]): RightsReport => ({
  findings,
  complete: findings.every(({ state }) => state !== 'missing'),
});

function nodeVersion(): RightsFinding {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const enough = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
  return enough
    ? ok('node', `Node.js ${node}`)
    : missing('node', `Node.js ${node}: ${NODE.join('.')} or later is needed`, 'see: https://nodejs.org');
}

function addon(): { finding: RightsFinding; native?: NativeBinding } {
  try {
    const native = loadNative();
    return { finding: ok('addon', `loaded, version ${native.version}`), native };
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    return { finding: missing('addon', `${error.message}: no live traffic`, howToBuild()) };
  }
}

/** Where the addon's builder is, from a file of the source tree or of what it was built to. */
const BUILDERS = ['../../../../native/build.mjs', '../native/build.mjs', '../../native/build.mjs', '../../../native/build.mjs'];

function howToBuild(): string {
  const builder = BUILDERS.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path));
  if (builder === undefined)
    return `this package has no addon for ${process.platform}-${process.arch}: build one in a clone of the repository, with: npm ci`;
  // Looked for, not started: this may be root, and CC another user's.
  const compiler = (process.env['CC'] || 'cc').split(' ')[0] as string;
  const there = compiler.includes('/') ? isProgram(compiler) : findProgram(compiler) !== undefined;
  return `${there ? '' : 'sudo apt-get install gcc libc6-dev && '}npm run prepare`;
}
