/** `pkw doctor`: what this process may do with the network, what is missing, and the command that grants it. */
import { version } from '../../bytes/version.ts';
import type { RightsReport } from '../../host/linux/privileges/examine-rights.ts';
import type { RightsFinding } from '../../host/linux/privileges/finding.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { orSignal } from '../../host/or-signal.ts';
import { jsonLine } from '../json-line.ts';

const STATES: Readonly<Record<RightsFinding['state'], string>> = { ok: 'ok', missing: 'missing', impossible: 'not possible here' };
const STATE_WIDTH = 19;
const CHECK_WIDTH = 20;

async function run({ options }: Args, io: CommandIo): Promise<0 | 1> {
  const { examineRights } = await import('../../host/linux/privileges/examine-rights.ts');
  const report = await orSignal(examineRights({ cleanUp: true }), io.signal);
  await io.write(options.json ? jsonLines(report) : text(report, await copyNote(report)));
  return report.complete ? 0 : 1;
}

function jsonLines({ process: who, findings, complete }: RightsReport): string {
  const head = { check: 'process', version, node: process.versions.node, platform: process.platform, complete, ...asJson(who) };
  return [head, ...findings].map((one) => jsonLine(one)).join('');
}

function asJson(who: RightsReport['process']): object {
  if (who === undefined) return {};
  const { node, ...rights } = who;
  return { ...rights, program: node };
}

/** A line a check; under what is missing, what helps, once for all that it helps. */
function text(report: RightsReport, note: string): string {
  const said = new Set<string>();
  const lines = report.findings.flatMap(({ check, state, text: means, remedy }) => {
    const line = `${STATES[state].padEnd(STATE_WIDTH)}${check.replaceAll('-', ' ').padEnd(CHECK_WIDTH)}${means}`;
    if (remedy === undefined || said.has(remedy)) return [line];
    said.add(remedy);
    return [line, `${' '.repeat(STATE_WIDTH)}-> ${remedy}`];
  });
  return `${whoText(report)}\n${lines.join('\n')}\n${note}`;
}

function whoText({ process: who }: RightsReport): string {
  const program = `packetwright ${version}`;
  if (who === undefined) return program;
  const { uid, capabilities, container, noNewPrivileges, inUserNamespace } = who;
  return [
    `${program} as ${uid === 0 ? 'root' : `user ${uid}`}, with ${capabilities.length === 0 ? 'no capability' : capabilities.join(' ')}`,
    ...(inUserNamespace ? ['in a user namespace'] : []),
    ...(container === undefined ? [] : [container === 'another' ? 'in a container' : `in a ${container} container`]),
    ...(noNewPrivileges ? ['with no_new_privs'] : []),
  ].join(', ');
}

/** setcap on a program grants to all that it ever runs. */
async function copyNote({ process: who, findings }: RightsReport): Promise<string> {
  if (who === undefined || !findings.some(({ remedy }) => remedy?.includes('setcap') === true)) return '';
  const { setcapOnCopy, setcapCommand } = await import('../../host/linux/privileges/grant.ts');
  if (!findings.some(({ remedy }) => remedy?.includes(setcapCommand(who.node)) === true)) return '';
  return `\nsetcap gives these rights to every program that this Node.js runs, whoever starts it. Use a copy:\n  ${setcapOnCopy(who.node)}\n  ~/node-net "$(command -v pkw)" doctor\n`;
}

export const doctor: Command = {
  name: 'doctor',
  summary: 'what this process may do with the network, what it lacks, and how to get it',
  common: ['json', 'private'],
  options: [],
  examples: ['pkw doctor', 'pkw doctor --json', 'pkw --private doctor'],
  run,
};
