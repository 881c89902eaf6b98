/**
 * A program that uses journals where its caller has made that hard; prints what came of it as JSON:
 *
 *   node journal-program.js full        writes to a journal in /run/packetwright, a small tmpfs, that is full at each octet of a line
 *   node journal-program.js limit       the same with a limit on the size of files, and writes the journal anew
 *   node journal-program.js add         adds a route in its own network namespace
 *   node journal-program.js forge PATH  writes a journal of a process that has ended, for its own network namespace
 *   node journal-program.js start       only uses the host once
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadNative } from '../../../native/loader.ts';
import { PacketwrightError } from '../../../src/bytes/errors.ts';
import { linuxHost } from '../../../src/host/linux/linux-host.ts';
import { NETLINK_ROUTE, NetlinkSocket } from '../../../src/host/linux/netlink/socket.ts';
import { Journal } from '../../../src/host/linux/undo/journal.ts';
import { thisProcess } from '../../../src/host/linux/undo/owner.ts';
import { readJournal } from '../../../src/host/linux/undo/read-journal.ts';
import { FORGED_LINE } from './forged-route.ts';

const [mode, path = ''] = process.argv.slice(2);
/** What tmpfs gives out at once. */
const PAGE = 4096;
const steps = [{ type: 25, flags: 1, body: Uint8Array.of(2, 24, 0, 1) }];

/** How many octets a change of that name takes; the number of the change has one digit. */
const octetsOf = (what: string): number => JSON.stringify({ id: 1, what, steps: [[25, 1, '02180001']] }).length + 1;

function attempt(f: () => unknown): string {
  try {
    f();
    return 'ok';
  } catch (error) {
    return said(error);
  }
}

const said = (error: unknown): string =>
  error instanceof PacketwrightError ? `${error.code}: ${error.line}` : `not ours: ${String(error)}`;

/** The first letters of what stands in it. */
const words = (journal: Journal): string => (readJournal(journal.path)?.entries ?? []).map(({ what }) => what[0]).join('');

function fill(): void {
  const filler = join('/run/packetwright', 'filler');
  try {
    for (;;) writeFileSync(filler, new Uint8Array(PAGE), { flag: 'a' });
  } catch {
    // Full.
  }
}

/** The disk ends `room` octets behind what stands in the journal. */
function fullAt(room: number): object {
  const journal = new Journal({ cookie: '7' });
  journal.add('a'.repeat(PAGE - statSync(journal.path).size - room - octetsOf('')), steps);
  const before = statSync(journal.path).size;
  fill();
  const came = attempt(() => journal.add('b', steps));
  const full = words(journal);
  const grown = statSync(journal.path).size - before;
  rmSync('/run/packetwright/filler');
  journal.add('c', steps);
  const result = { said: came, full, grown, after: words(journal) };
  journal.remove();
  return result;
}

function limit(octets: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${octets}:unlimited`]);
}

/** The largest file that may be written has `octets` octets from now on: what `f` then says, and what stands there. */
function limitedTo(octets: number, journal: Journal, f: () => unknown): object {
  limit(octets);
  const came = attempt(f);
  return { said: came, there: words(journal), files: readdirSync('/run/packetwright').length };
}

if (mode === 'full') {
  const rooms = Array.from({ length: octetsOf('b') + 1 }, (_, i) => i);
  console.log(JSON.stringify(rooms.map(fullAt)));
} else if (mode === 'limit') {
  const journal = new Journal({ cookie: '7' });
  journal.add('a', steps);
  const size = statSync(journal.path).size;
  const all = (from: number, to: number, f: () => unknown): object[] =>
    Array.from({ length: to - from + 1 }, (_, i) => limitedTo(from + i, journal, f));
  const anew = all(0, size - 1, () => journal.seal());
  const appended = all(size, size + octetsOf('b') - 1, () => journal.add('b', steps));
  limit('unlimited');
  journal.add('c', steps);
  const empty = limitedTo(10, journal, () => new Journal({ cookie: '7' }));
  console.log(JSON.stringify({ anew, appended, empty, after: words(journal) }));
} else if (mode === 'add') {
  const { admin } = linuxHost();
  const added = admin?.routes.add({ destination: '198.51.100.0/24', gateway: '10.77.0.2' });
  const came = await added?.then(
    (undo) => undo.undo().then(() => 'ok'),
    (error: unknown) => said(error),
  );
  console.log(JSON.stringify(came));
} else if (mode === 'forge') {
  const cookie = new NetlinkSocket({ native: loadNative(), protocol: NETLINK_ROUTE }).namespaceCookie()?.toString();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const head = { journal: 1, owner: { ...thisProcess(), started: '1' }, cookie };
  writeFileSync(path, `${JSON.stringify(head)}\n${FORGED_LINE}`, { mode: 0o600 });
} else await linuxHost().interfaces();
