/**
 * A program that opens and changes what needs root, becomes another user, and goes on with what it has:
 *
 *   node dropping-program.js NETNS USER [forge]
 *
 * In NETNS it opens the interface va, adds a route and a guard. Prints `ready` and its user once that is given up; then, as JSON, how
 * many frames it received of three, what it sent, and what a second link, a route and becoming root again were answered. Ends by itself.
 *
 * With `forge` it is an attacker from then on: prints whether its route was kept, then writes a journal's line that adds a default route
 * to all that it holds open, under whatever number, and is killed.
 */
import { once } from 'node:events';
import { openSync, readdirSync, readlinkSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PacketwrightError } from '../../../src/bytes/errors.ts';
import { linuxHost } from '../../../src/host/linux/linux-host.ts';
import { dropPrivileges } from '../../../src/host/linux/privileges/drop-privileges.ts';
import { frame, packed } from '../live-links.ts';
import { FORGED_LINE } from './forged-route.ts';

const [netns = '', user = '', attack] = process.argv.slice(2);
const host = linuxHost({ netns });
const { admin } = host;
if (admin?.guard === undefined) throw new Error('this host cannot be changed');
const { guard } = admin;

const link = await host.open('va', { immediate: true, direction: 'in' });
let received = 0;
link.listen((batch) => (received += batch.n));
await link.ready;
const route = await admin.routes.add({ destination: '198.51.100.0/24', gateway: '10.77.0.2' });
await guard.call(admin, { protocol: 'tcp', localPort: 4444 });
// A thread more, which must change its user too.
const worker = new Worker('setInterval(() => undefined, 1000)', { eval: true });
await new Promise((resolve) => worker.once('online', resolve));

/** The journal, opened once more while that is allowed. */
const journal = readdirSync('/run/packetwright').find((name) => name.startsWith(`${process.pid}-`)) as string;
if (attack === 'forge') openSync(`/run/packetwright/${journal}`, 'a');

const { uid, gid } = dropPrivileges(user);
console.log(`ready ${uid} ${gid} ${process.getuid?.()} ${process.geteuid?.()} ${process.getgid?.()} ${process.getgroups?.().join(',')}`);

const answer = async (f: () => unknown): Promise<string> => {
  try {
    await f();
    return 'ok';
  } catch (error) {
    return error instanceof PacketwrightError
      ? String(error.details['capability'] ?? error.code)
      : ((error as NodeJS.ErrnoException).code ?? '');
  }
};

if (attack === 'forge') {
  // It ends itself: whoever looks at its child first says when.
  await once(process.stdin, 'data');
  console.log(await answer(() => route.keep?.()));
  for (const fd of readdirSync('/proc/self/fd').map(Number)) {
    await answer(() => (readlinkSync(`/proc/self/fd/${fd}`).includes('journal') ? writeSync(fd, FORGED_LINE) : 0));
  }
  process.kill(process.pid, 'SIGKILL');
}
for (let i = 0; i < 500 && received < 3; i++) await sleep(10);
const { sent } = await link.send(packed([frame(77)]));
const result = {
  received,
  sent,
  link: await answer(async () => (await linuxHost().open('lo')).close()),
  route: await answer(() => admin.routes.add({ destination: '203.0.113.0/24', gateway: '10.77.0.2' })),
  root: await answer(() => process.setuid?.(0)),
};
await link.close();
await worker.terminate();
console.log(JSON.stringify(result));
// The route is nobody's to take back any more but the child's.
await host.close().catch((error: Error) => console.log(error.message));
