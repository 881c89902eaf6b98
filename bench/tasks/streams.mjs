import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../lib/captures.mjs';
import { paths } from '../lib/paths.mjs';

const PASSES = 4;

/** In memory, if there is such a folder: else a disk is measured. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : paths.work;
const folderOf = (id) => join(memory, `packetwright-bench-sides-${id}`);

/** Two programs that print totals of so many passes over a capture; their rates count its packets. */
function inside({ name, title, about, of, captureName, script, truthOf, libnidsOf = truthOf }) {
  return {
    name,
    title: `${title} of ${captureName}.pcap, ${PASSES} times over`,
    about: `${about} Time inside the process.`,
    clock: 'inside',
    runs: 7,
    reference: 'libnids',
    targets: [{ of: 'ours', against: 'libnids', atLeast: 1 }],
    prepare() {
      const { file, truth } = capture(captureName);
      const packets = truth.packets * PASSES;
      const all = (totals) => Object.fromEntries(Object.entries(totals).map(([key, value]) => [key, value * PASSES]));
      const args = [file, String(PASSES)];
      return [
        { id: 'libnids', label: 'libnids', tool: 'nids', args: [of, ...args], expected: all(libnidsOf(truth)), packets },
        { id: 'ours', label: 'Packetwright', tool: 'ours', args: [script, ...args], expected: all(truthOf(truth)), packets },
      ];
    },
  };
}

/** Both sides of every TCP connection, put together. */
export const reassembly = inside({
  name: 'reassembly',
  title: 'TCP streams',
  about: 'Connections and octets of both sides are counted, checksums checked: segments come late, twice, and overlapping.',
  of: 'streams',
  captureName: 'http-streams',
  script: 'streams.mjs',
  truthOf: ({ streams, stream_bytes: octets }) => ({ streams, octets }),
});

/** Datagrams of fragments. */
export const defragmentation = inside({
  name: 'defragmentation',
  title: 'datagrams',
  about:
    'UDP datagrams of three to six fragments and the octets of their payloads are counted. libnids passes over the tenth that is IPv6.',
  of: 'datagrams',
  captureName: 'frags',
  script: 'datagrams.mjs',
  truthOf: ({ datagrams, payload_bytes: octets }) => ({ datagrams, octets }),
  libnidsOf: ({ datagrams_v4: datagrams, payload_bytes_v4: octets }) => ({ datagrams, octets }),
});

/** A file for each side of each connection, beside tcpflow. */
export const streamFiles = {
  name: 'stream-files',
  title: 'a file for each side of the TCP connections of http-streams.pcap',
  about: 'Both write 400 files with 299 MB into a new folder in memory, and a report. Wall time of the whole process.',
  clock: 'process',
  runs: 7,
  reference: 'tcpflow',
  targets: [{ of: 'ours', against: 'tcpflow', atLeast: 2 }],
  prepare() {
    const { file, truth } = capture('http-streams');
    const { packets, streams, stream_bytes } = truth;
    const into = (id, label, tool, args, isRight) => {
      const folder = folderOf(id);
      return {
        ...{ id, label, tool, packets },
        args: [...args, '-r', file, '-o', folder],
        before() {
          rmSync(folder, { recursive: true, force: true });
          mkdirSync(folder, { recursive: true });
        },
        verify() {
          const sides = readdirSync(folder).filter((name) => name !== 'report.xml');
          const octets = sides.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
          if (isRight(sides.length, octets)) return undefined;
          return `${sides.length} files with ${octets} octets, expected ${2 * streams} with ${stream_bytes}`;
        },
      };
    };
    return [
      // It takes what fills a short frame up to 60 octets for octets of the stream: some are too many, and 200 files more.
      into('tcpflow', 'tcpflow', 'system', ['tcpflow', '-q'], (files, octets) => files >= 2 * streams && octets >= stream_bytes),
      into('ours', 'pkw streams', 'cli', ['streams'], (files, octets) => files === 2 * streams && octets === stream_bytes),
    ];
  },
  clean() {
    for (const id of ['tcpflow', 'ours']) rmSync(folderOf(id), { recursive: true, force: true });
  },
};
