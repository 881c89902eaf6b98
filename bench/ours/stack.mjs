// A stack of ours: node stack.mjs send|receive|serve-send|serve-receive|requests|many NETNS N, or node stack.mjs memory|idle N
//
// send, receive: N octets to and from the kernel in namespace NETNS, whose end it starts; with `serve-` the kernel's end connects to ours. requests: N small requests to node:http there, one at a time; with a fourth
// word `kernel` by the kernel's own sockets. many: N connections that the kernel opens, 1,000 a second; each is answered. memory: N octets between two hosts of a lab.
// idle: N connections that have carried a little, and what one end takes.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { linuxHost } from 'packetwright';
import { lab } from 'packetwright/lab';
import { stackOn } from 'packetwright/stack';
import { listenSockets, stackAgent } from 'packetwright/stack/node';
import { paths } from '../lib/paths.mjs';

const [what, ...words] = process.argv.slice(2);
const OURS = '10.77.0.50';
const THEIRS = '10.77.0.2';
const PORT = 5001;
const CHUNK = new Uint8Array(65_536);

const print = (totals) => console.log(JSON.stringify(totals));

/** A program in the other namespace; `heard(word)` resolves when it says that. */
function program(netns, ...command) {
  const child = spawn('ip', ['netns', 'exec', netns, ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = new Promise((resolve) => child.once('close', () => resolve(said)));
  const heard = (word) =>
    new Promise((resolve) => {
      child.stdout.on('data', () => {
        if (said.includes(word)) resolve({ child, ended });
      });
    });
  return { child, ended, heard };
}

/** The kernel's end. */
const kernel = (netns, ...args) => program(netns, '/usr/bin/python3', '-u', join(paths.peers, 'peer_tcp.py'), ...args);
const peer = (netns, ...args) => kernel(netns, ...args).heard('ready');
const ourStack = () => stackOn(linuxHost(), { iface: 'va', address: `${OURS}/24` });

/** The first connection that comes. */
async function served(ours) {
  for await (const connection of ours.listen(PORT).connections()) return connection;
}

async function written(connection, octets) {
  for (let left = octets; left > 0; left -= CHUNK.length) await connection.write(left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK);
  connection.finish();
}

const rates = (octets, seconds, from) => {
  const { user, system } = process.cpuUsage(from);
  return { packets: octets, seconds, gbit_s: (octets * 8) / seconds / 1e9, cpu_s_per_gb: (user + system) / 1e6 / (octets / 1e9) };
};

/** All that it says, and how long that took. */
async function counted(ours, connection) {
  const from = process.cpuUsage();
  const start = performance.now();
  let octets = 0;
  for await (const chunk of connection.chunks()) octets += chunk.length;
  print(rates(octets, (performance.now() - start) / 1000, from));
  connection.close();
  await ours.close();
}

const tasks = {
  async send(netns, n) {
    const { ended } = await peer(netns, 'sink', THEIRS, PORT, n);
    const ours = await ourStack();
    const from = process.cpuUsage();
    const connection = await ours.connect(THEIRS, PORT);
    await written(connection, +n);
    const { octets, seconds } = JSON.parse((await ended).trim().split('\n').at(-1));
    print(rates(octets, seconds, from));
    await ours.close();
  },
  async receive(netns, n) {
    await peer(netns, 'source', THEIRS, PORT, n);
    const ours = await ourStack();
    await counted(ours, await ours.connect(THEIRS, PORT));
  },
  async 'serve-send'(netns, n) {
    const ours = await ourStack();
    const accepted = served(ours);
    const taking = kernel(netns, 'take', OURS, PORT, n);
    const connection = await accepted;
    const from = process.cpuUsage();
    await written(connection, +n);
    const { octets, seconds } = JSON.parse((await taking.ended).trim().split('\n').at(-1));
    print(rates(octets, seconds, from));
    await ours.close();
  },
  async 'serve-receive'(netns, n) {
    const ours = await ourStack();
    const accepted = served(ours);
    kernel(netns, 'send', OURS, PORT, n);
    await counted(ours, await accepted);
  },
  async requests(netns, n, by) {
    const page = `require('node:http').createServer((q, s) => s.end('hello')).listen(8080, '${THEIRS}', () => console.log('ready'))`;
    const { child } = await program(netns, process.execPath, '-e', page).heard('ready');
    const ours = by === 'kernel' ? undefined : await ourStack();
    const agent =
      ours === undefined ? new http.Agent({ keepAlive: true, maxSockets: 1 }) : stackAgent(ours, { keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise((resolve, reject) => {
        http.get({ agent, host: THEIRS, port: 8080 }, (response) => response.resume().on('end', resolve)).on('error', reject);
      });
    for (let i = 0; i < 1000; i++) await ask();
    const took = [];
    const start = performance.now();
    for (let i = 0; i < +n; i++) {
      const before = performance.now();
      await ask();
      took.push(performance.now() - before);
    }
    const seconds = (performance.now() - start) / 1000;
    took.sort((a, b) => a - b);
    print({ packets: took.length, seconds, median_us: took[took.length >> 1] * 1000, p99_us: took[Math.floor(took.length * 0.99)] * 1000 });
    agent.destroy();
    child.kill();
    await ours?.close();
  },
  async many(netns, n) {
    const ours = await ourStack();
    let most = 0;
    listenSockets(ours, PORT, (socket) => {
      socket.on('data', (octets) => socket.write(octets)).on('error', () => undefined);
    });
    const watch = setInterval(() => (most = Math.max(most, [...ours.stack.tcp.connections].length)), 100);
    const { ended } = kernel(netns, 'many', OURS, PORT, n, '1000');
    print({ ...JSON.parse((await ended).trim().split('\n').at(-1)), most });
    clearInterval(watch);
    await ours.close();
  },
  async memory(n) {
    const net = lab({ hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.2/24' } } });
    const counting = async ({ connection }) => {
      let octets = 0;
      for await (const chunk of connection.chunks()) octets += chunk.length;
      return octets;
    };
    let taken;
    const counted = new Promise((resolve) => (taken = (accepted) => resolve(counting(accepted))));
    await net.host('b').sockets.listen({ port: PORT }, taken);
    const from = process.cpuUsage();
    const start = performance.now();
    await written(await net.host('a').sockets.connect('192.0.2.2', PORT), +n);
    print(rates(await counted, (performance.now() - start) / 1000, from));
  },
  /** Both ends are in this process: half of what a pair takes, where ours at both ends are Duplexes. */
  async idle(n) {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    const memory = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const net = lab({ hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.2/24' } } });
    const held = [];
    listenSockets(net.host('b'), PORT, (socket) => held.push(socket.on('data', (octets) => socket.write(octets))));
    const { connectSocket } = await import('packetwright/stack/node');
    let answered = 0;
    const open = async (count) => {
      for (let i = 0; i < count; i++) {
        const socket = connectSocket(net.host('a'), '192.0.2.2', PORT);
        held.push(socket);
        await new Promise((resolve) => {
          socket.on('data', () => {
            answered++;
            resolve();
          });
          socket.write('0123456789');
        });
      }
    };
    await open(1000);
    const before = memory();
    const start = performance.now();
    await open(+n);
    const seconds = (performance.now() - start) / 1000;
    print({ packets: answered - 1000, seconds, octets_each: (memory() - before) / +n / 2 });
    for (const socket of held) socket.destroy();
  },
};

await tasks[what](...words);
process.exit(0);
