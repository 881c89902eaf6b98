// One transfer over a bad line: node stack-line.mjs kernel|ours LINE OCTETS PEER. LINE: impairments as JSON. Three namespaces in a row, the bridge in the middle, all removed at the end.
import { execFileSync, spawn } from 'node:child_process';
import { impairedBridge, linuxHost } from 'packetwright';
import { stackOn } from 'packetwright/stack';

const [who, impair, octets, peer] = process.argv.slice(2);
const names = ['a', 'x', 'b'].map((end) => `pwline-${process.pid}-${end}`);
const [a, middle, b] = names;
const ip = (...words) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
/** The same frames are lost for both: how early the first one is decides how far the window grows at first, which is most of what differs between runs. */
const SEED = 2;
const [OURS, THEIRS, PORT] = ['10.77.0.50', '10.77.0.2', '5001'];

/** What it prints, when it has ended; `ready` resolves when it says so. */
function python(netns, ...args) {
  const child = spawn('ip', ['netns', 'exec', netns, '/usr/bin/python3', '-u', peer, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let tell;
  const ready = new Promise((resolve) => (tell = resolve));
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
    if (said.includes('ready')) tell();
  });
  return { ready, ended: new Promise((resolve) => child.once('close', () => resolve(said))) };
}

try {
  for (const name of names) {
    ip('netns', 'add', name);
    ip('netns', 'exec', name, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1');
  }
  for (const [name, iface, other, address] of [
    [a, 'va', 'xa', '10.77.0.1/24'],
    [b, 'vb', 'xb', `${THEIRS}/24`],
  ]) {
    ip('-n', name, 'link', 'add', iface, 'type', 'veth', 'peer', 'name', other, 'netns', middle);
    ip('-n', name, 'addr', 'add', address, 'dev', iface);
    ip('-n', name, 'link', 'set', iface, 'up');
    ip('-n', middle, 'link', 'set', other, 'up');
  }
  const [host, between] = [linuxHost({ netns: a }), linuxHost({ netns: middle })];
  const side = (iface) => ({ host: between, iface });
  const ours = who === 'ours' ? await stackOn(host, { iface: 'va', address: `${OURS}/24` }) : undefined;
  const line = await impairedBridge(side('xa'), side('xb'), { impair: JSON.parse(impair), seed: SEED });
  const sink = python(b, 'sink', THEIRS, PORT, octets);
  await sink.ready;
  if (ours === undefined) await python(a, 'send', THEIRS, PORT, octets).ended;
  else {
    const connection = await ours.connect(THEIRS, +PORT);
    const chunk = new Uint8Array(65_536);
    for (let left = +octets; left > 0; left -= chunk.length) await connection.write(chunk.subarray(0, Math.min(left, chunk.length)));
    connection.finish();
  }
  const { octets: packets, seconds } = JSON.parse((await sink.ended).trim().split('\n').at(-1));
  const { there } = line.stats();
  console.log(JSON.stringify({ packets, seconds, lost: there.lost, frames: there.received }));
  await ours?.close();
  await line.stop();
} finally {
  for (const name of names) {
    try {
      ip('netns', 'del', name);
    } catch {
      // It was not made.
    }
  }
}
process.exit(0);
