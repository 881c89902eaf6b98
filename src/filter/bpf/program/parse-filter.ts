/** Reads a program from the numbers that `tcpdump -ddd` prints. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { checkProgram } from './check-program.ts';
import { type Instruction, packProgram } from './instructions.ts';
import type { BpfProgram } from './program.ts';

/**
 * A program from the text of `tcpdump -ddd`: the number of instructions, then `code jt jf k` for each. Lines may end in commas instead, as
 * `iptables -m bpf --bytecode`, `tc` and `nfbpf_compile` write them.
 *
 * @throws PacketwrightError ERR_FILTER with the line that is wrong, or when {@link checkProgram} refuses the program. Jumps backwards are
 *   allowed.
 */
export function parseFilter(text: string): BpfProgram {
  const [count = '', ...rest] = text
    .trim()
    .replace(/,\s*$/, '')
    .split(/\s*[\n,]\s*/);
  if (!/^\d{1,6}$/.test(count))
    throw new PacketwrightError('ERR_FILTER', `line 1: '${count.slice(0, 40)}' is not the number of instructions`, { line: 1 });
  if (rest.length !== Number(count))
    throw new PacketwrightError('ERR_FILTER', `line 1 says ${count} instructions, but ${rest.length} follow`, { line: 1 });
  const program = packProgram(rest.map(instruction));
  checkProgram(program, { interpreted: true });
  return program;
}

function instruction(line: string, i: number): Instruction {
  const [code = 0, jt = 0, jf = 0, k = 0] = line.split(/\s+/).map((number) => (/^\d{1,10}$/.test(number) ? Number(number) : Number.NaN));
  if (line.split(/\s+/).length !== 4 || !(code <= 0xffff && jt <= 255 && jf <= 255 && k <= 0xffffffff))
    throw new PacketwrightError('ERR_FILTER', `line ${i + 2}: '${line.slice(0, 60)}' is not four numbers: code, jt, jf, k`, {
      line: i + 2,
    });
  return { code, jt, jf, k };
}
