// Runs a task: its participants take turns (A B C, A B C, …), so that a slow minute of the machine falls on all of them.
import { commandOf } from './commands.mjs';
import { lastLine } from '../live/outputs.mjs';
import { runProcess } from './run-process.mjs';

/** A run beside which others used more than this many cores counts as disturbed. */
const COMPANY = 0.3;
/** Too short for the kernel's 10 ms ticks to say who else ran. */
const SHORT = 0.3;

/**
 * @typedef Sample
 * @property {number} seconds what the task's clock says: inside the program, or the whole process
 * @property {number} wall
 * @property {number} cpu
 * @property {number} peakMb
 * @property {number} company
 * @property {Record<string, number>} [totals] what it printed, and what was observed
 *
 * @typedef Row
 * @property {object} participant
 * @property {Sample[]} samples one a round, from the first on
 * @property {string[]} [command]
 * @property {string} [missing] why it could not run
 * @property {string} [wrong] what it printed that is not true
 */

/** @returns {Promise<Row[]>} */
export async function takeTurns(task, { runs, quiet, signal, say }) {
  const rows = task.participants.map((participant) => ({ participant, samples: [], ...commandOf(participant) }));
  const rounds = runs ?? task.runs;
  for (let round = task.warmUp === false ? 0 : -1; round < rounds; round++) {
    for (const row of rows) {
      const own = Math.min(rounds, row.participant.runs ?? rounds);
      if (row.missing || row.wrong || round >= own) continue;
      say(`${task.name}: ${row.participant.label} ${round < 0 ? '(warm-up)' : `(${round + 1} of ${own})`}`);
      const sample = await sampleOf(task, row, { quiet, signal });
      if (round >= 0 && !row.wrong) row.samples.push(sample);
    }
  }
  return rows;
}

async function sampleOf(task, row, { quiet, signal }) {
  const limits = { limitSeconds: task.limitSeconds, signal };
  let run, observed;
  for (let tries = 0; tries === 0 || (quiet && tries < 6 && disturbed(run)); tries++) {
    row.participant.before?.();
    const before = task.observe?.() ?? {};
    run = await runProcess(row.command, limits);
    observed = differences(before, task.observe?.() ?? {});
  }
  const { wall, cpu, peakMb, company } = run;
  const { wrong, seconds, totals } = run.failed ? { wrong: run.failed } : check(task, row.participant, run, observed);
  if (wrong) row.wrong = wrong;
  return { seconds: task.clock === 'process' ? wall : seconds, wall, cpu, peakMb, company, totals };
}

export const disturbed = (sample) => sample.wall > SHORT && sample.company > COMPANY;

const differences = (before, after) => Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - before[key]]));

/** What it printed against the truth: a line as it stands, or totals as JSON. */
function check(task, participant, run, observed) {
  const { prints, expected, parse = lastLine } = participant;
  const line = run.stdout.trim().split('\n').at(-1) ?? '';
  if (prints !== undefined && line !== prints) return { wrong: `printed ${JSON.stringify(line)}, expected ${JSON.stringify(prints)}` };
  if (expected === undefined) return { wrong: participant.verify?.({}), totals: {} };
  const totals = parse(run);
  if (!totals) return { wrong: `printed no totals: ${JSON.stringify(line.slice(0, 80))}` };
  Object.assign(totals, observed);
  const differing = Object.entries(expected).filter(([key, value]) => totals[key] !== value);
  if (differing.length) return { wrong: differing.map(([key, value]) => `${key} ${totals[key]}, expected ${value}`).join('; ') };
  const wrong = participant.verify?.(totals);
  if (wrong) return { wrong };
  if (task.clock === 'inside' && !(totals.seconds > 0)) return { wrong: 'printed no "seconds"' };
  return { seconds: totals.seconds, totals };
}
