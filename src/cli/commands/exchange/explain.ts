/** `pkw explain FILE`: what a capture shows of why answers are missing, the surest and most basic cause first. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { openPcapngWriter } from '../../../capture/node/write-capture.ts';
import { explainCapture } from '../../../exchange/explain/explain-capture.ts';
import { withComments } from '../../../exchange/explain/comments.ts';
import type { Finding } from '../../../exchange/explain/finding.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { jsonLine } from '../../json-line.ts';
import { type InputOptions, inputOptions, openInput } from '../../open-input.ts';
import { Pace } from '../../pace.ts';

interface ExplainOptions extends InputOptions {
  readonly json?: boolean;
  readonly read?: string;
  readonly write?: string;
}

/** What `--json` prints of a finding: all but the packet, which is in the capture under its number. */
export interface ExplainJson extends Omit<Finding, 'packet'> {}

const jsonOfFinding = ({ packet: _, ...rest }: Finding): ExplainJson => rest;

function textOf({ number, certainty, code, sentence, remedy, layer, field, octets, times, blames }: Finding): string {
  const where = [
    number === undefined ? '' : `packet ${number}`,
    layer === undefined ? '' : `${layer}${field === undefined ? '' : `.${field}`}`,
    octets === undefined ? '' : `octets ${octets.start} to ${octets.end - 1}`,
    times > 1 ? `${times} times` : '',
  ].filter((text) => text !== '');
  return `${sentence}\n  ${code}, ${blames ? certainty : `${certainty}, no mistake`}${where.length === 0 ? '' : `: ${where.join(', ')}`}\n  ${remedy}\n`;
}

async function run({ options, operands }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as ExplainOptions;
  const file = o.read ?? operands[0];
  if (file === undefined)
    throw new PacketwrightError('ERR_USAGE', 'FILE is missing', {
      remedy: 'give a capture, or - for standard input; see: pkw help explain',
    });
  if (o.read !== undefined && operands[0] !== undefined)
    throw new PacketwrightError('ERR_USAGE', `'${operands[0]}' is one operand too many: -r names the capture`, { value: operands[0] });
  if (o.write !== undefined && file === '-')
    throw new PacketwrightError('ERR_USAGE', '-w needs a file that can be read twice, not standard input', { remedy: 'save it first' });
  const findings = await find(file, o, io);
  if (o.write !== undefined) await copy(file, o.write, findings, o, io);
  if (findings.length === 0 && o.json !== true) await io.write('nothing to blame\n');
  await io.write(findings.map((finding) => (o.json ? jsonLine(jsonOfFinding(finding)) : textOf(finding))).join(''));
  return 0;
}

async function find(file: string, o: ExplainOptions, io: CommandIo): Promise<Finding[]> {
  const pace = new Pace(io);
  const capture = await openInput(file, io, pace, o);
  try {
    return await explainCapture(capture, { signal: io.signal, onBatch: (batch) => pace.took(batch) });
  } finally {
    await capture.close();
  }
}

/** The capture again, with what was found as comments. */
async function copy(file: string, path: string, findings: readonly Finding[], o: ExplainOptions, io: CommandIo): Promise<void> {
  const pace = new Pace(io);
  const capture = await openInput(file, io, pace, o);
  try {
    const writer = await openPcapngWriter(path);
    try {
      let before = 0;
      for await (const batch of capture.batches({ signal: io.signal })) {
        await writer.writeBatch(withComments(batch, before, findings), capture.interfaces);
        before += batch.n;
      }
    } finally {
      await writer.close();
    }
  } finally {
    await capture.close();
  }
}

export const explainCommand: Command = {
  name: 'explain',
  summary: 'why answers are missing in a capture: resets of the own kernel, wrong numbers, silence, and more',
  operands: '[FILE]',
  common: ['json'],
  options: [
    { flags: '-r, --read <file>', help: 'read this capture; - is standard input' },
    { flags: '-w, --write <file>', help: 'also write the capture as pcapng, with what was found as comments of its packets' },
    ...inputOptions,
  ],
  examples: ['pkw explain capture.pcapng', 'pkw explain capture.pcap --json', 'pkw explain capture.pcap -w explained.pcapng'],
  run,
};
