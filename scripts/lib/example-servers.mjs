// Servers for examples that talk with real ones: DNS and DHCP (dnsmasq) and web pages (nginx), in a namespace, until they are stopped.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Starts them and waits until they say that they run.
 *
 * @param {string} namespace
 * @param {string} address that of the namespace's eth0
 */
export async function startServers(namespace, address) {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-servers-'));
  mkdirSync(join(folder, 'www'));
  writeFileSync(join(folder, 'www/index.html'), 'hello from nginx\n');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${join(folder, kind)};`).join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; user root; pid ${folder}/nginx.pid; error_log stderr notice; events { }
http { access_log off; ${paths} server { listen ${address}:80; root ${folder}/www; } }`,
  );
  const network = address.replace(/\.\d+$/, '');
  const dnsmasq = [
    ['--no-daemon', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--bind-interfaces', `--listen-address=${address}`],
    [`--address=/www.example.test/${address}`, `--dhcp-range=${network}.100,${network}.110,120`, '--dhcp-authoritative', '--no-ping'],
    [`--dhcp-leasefile=${folder}/leases`, `--pid-file=${folder}/dnsmasq.pid`, '--user=root', '--log-facility=-'],
  ].flat();
  const started = [
    await running(namespace, 'dnsmasq', dnsmasq, /started, version/),
    await running(namespace, 'nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], /start worker|using the "epoll" event method/),
  ];
  return async () => {
    await Promise.all(started.map(stopped));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** @param {string} namespace @param {string} program @param {string[]} words @param {RegExp} says */
function running(namespace, program, words, says) {
  const child = spawn('ip', ['netns', 'exec', namespace, program, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (data) => {
      text += data;
      if (says.test(text)) resolve(child);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${text.trim()}`)));
  });
}

/** @param {import('node:child_process').ChildProcess} child */
const stopped = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve(undefined);
    child.once('exit', resolve);
    child.kill();
  });
