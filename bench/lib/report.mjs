// The results as Markdown.
import { median } from './statistics.mjs';
import { figureRatio, rate, rateRatio } from './targets.mjs';
import { disturbed } from './turns.mjs';

/** One task's table, with what was wrong or missing below it. */
export function tableOf(task, rows) {
  const note = ['', ...notesOf(rows), ''];
  const title = [`### ${task.name}: ${task.title}`, '', task.about, ''];
  const reference = rows.find((row) => row.participant.id === task.reference);
  if (task.columns) return [...title, ...figureTable(task.columns, rows, reference), ...note].join('\n');
  const rates = rows.some((row) => row.participant.packets);
  const head = [
    '',
    task.clock === 'process' ? 'whole process, ms' : 'inside, ms',
    'range',
    rates ? (task.each ?? 'M packets/s') : '',
    `of ${reference.participant.label}`,
    'peak MB',
  ];
  const lines = rows.map((row) => lineOf(task, row, reference, rates));
  const columns = rates ? [0, 1, 2, 3, 4, 5] : [0, 1, 2, 4, 5];
  const cells = (line) => `| ${columns.map((c) => line[c]).join(' | ')} |`;
  const rule = `|${columns.map((c) => (c ? '---:' : '---')).join('|')}|`;
  return [...title, cells(head), rule, ...lines.map(cells), ...note].join('\n');
}

const picks = { median, most: (values) => Math.max(...values), least: (values) => Math.min(...values) };

/**
 * A table of what was printed: a column is `{ head, of, pick, exact }`, with `of(sample, participant)` its figure for one run.
 * Shown is the median of the runs, or what `pick` says; with `ratio`, how many times the reference's of the same round.
 */
function figureTable(columns, rows, reference) {
  const cells = (row) =>
    columns.map(({ of, pick = 'median', exact, ratio }) => {
      const { participant, samples } = row;
      if (ratio) return samples.length && reference.samples.length ? `${show(figureRatio(row, reference, of))} ×` : '–';
      const values = samples.map((sample) => of(sample, participant)).filter(Number.isFinite);
      if (!values.length) return '–';
      const value = picks[pick](values);
      return exact ? value.toLocaleString('en') : show(value);
    });
  return [
    `|  | ${columns.map(({ head }) => head).join(' | ')} |`,
    `|---|${columns.map(() => '---:').join('|')}|`,
    ...rows.map((row) => `| ${[row.participant.label, ...cells(row)].join(' | ')} |`),
  ];
}

function lineOf(task, row, reference, rates) {
  const { participant, samples } = row;
  if (!samples.length) return [participant.label, '–', '', '', '', ''];
  const ms = samples.map((s) => s.seconds * 1000);
  return [
    participant.label,
    show(median(ms)),
    `${show(Math.min(...ms))}–${show(Math.max(...ms))}`,
    rates ? show(task.each ? 1e6 / rate(row) : rate(row) / 1e6) : '',
    reference.samples.length ? relation(row, reference, rates) : '',
    Math.max(...samples.map((s) => s.peakMb)).toFixed(0),
  ];
}

function relation(row, reference, rates) {
  if (row === reference) return rates ? '1' : '0';
  if (rates) return `${show(rateRatio(row, reference))} ×`;
  const more = median(row.samples.map((s, i) => (s.seconds - reference.samples[i].seconds) * 1000));
  return `${more < 0 ? '' : '+'}${more.toFixed(1)} ms`;
}

/** Three digits are all that such figures carry. */
function show(value) {
  if (value >= 100 || value === 0) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}

function notesOf(rows) {
  const notes = [];
  for (const { participant, missing, wrong } of rows) {
    if (missing) notes.push(`- ${participant.label}: not run: ${missing}`);
    if (wrong) notes.push(`- ${participant.label}: **WRONG**: ${wrong}`);
  }
  if (!rows.some((row) => row.wrong) && rows.some((row) => row.samples.length)) notes.push('- Everything printed is as the truth says.');
  const all = rows.flatMap((row) => row.samples);
  const company = all.filter(disturbed).length;
  if (company) notes.push(`- ${company} of ${all.length} runs had company on the machine.`);
  return notes;
}

/** All targets of a run. */
export function targetsTable(judged) {
  if (!judged.length) return '';
  const lines = judged.map(
    ({ task, text, value, verdict }) => `| ${task} | ${text} | ${value} | ${verdict === 'missed' ? '**missed**' : verdict} |`,
  );
  return ['## Targets', '', '| task | target | measured | |', '|---|---|---:|---|', ...lines, ''].join('\n');
}
