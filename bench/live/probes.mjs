// Many probes in one exchange, and who of a thousand hosts is there.
import { execFileSync } from 'node:child_process';
import { live } from './live-task.mjs';

const HOSTS = 100;
const EACH = 200;
const FEW_EACH = 20;
const UNMEASURED = 3;
const SWEPT = 1000;

/** All of 10.78.0.0/16 is the other end's, behind its own address. */
function everybody({ a, b, peer }) {
  if (a === '') return;
  const ip = (name, ...words) => execFileSync('ip', ['-n', name, 'route', 'replace', ...words]);
  ip(b, 'local', '10.78.0.0/16', 'dev', 'lo');
  ip(a, '10.78.0.0/16', 'via', peer.address);
}

export const probes = live(
  {
    name: 'probes',
    title: `${(HOSTS * EACH).toLocaleString('en')} ICMP echos to ${HOSTS} hosts in one sr, each matched`,
    about:
      'From before the first packet is made until all answers are there. "warm" has rounds of the same in front, which are not counted. ' +
      'C sends one at a time and waits for its answer; scapy has a tenth of the packets, and a larger buffer than it takes by itself: with its own it misses two of three answers. In the lab one host in memory answers for all, in the same process: its replies are crafted by us, too.',
    clock: 'inside',
    runs: 5,
    reference: 'c',
    columns: [
      { head: 'matched', of: ({ totals }) => totals.packets, exact: true },
      { head: 'all of them, ms', of: ({ seconds }) => seconds * 1000 },
      { head: 'a second', of: ({ seconds, totals }) => totals.packets / seconds },
    ],
    targets: [
      { of: 'veth', figure: 'us_each', what: 'a matched probe', atMost: 20, unit: 'µs' },
      { of: 'lab', figure: 'us_each', what: 'a matched probe', atMost: 20, unit: 'µs' },
    ],
  },
  (net) => {
    everybody(net);
    const any = { core: undefined };
    const many = { ...any, expected: { packets: HOSTS * EACH }, packets: HOSTS * EACH };
    const ours = (id, label, ...args) => ({ ...many, id, label, tool: 'ours', args: ['live-probes.mjs', ...args] });
    const of = [String(HOSTS), String(EACH)];
    return [
      {
        ...many,
        id: 'c',
        label: 'C, raw socket, one at a time',
        tool: 'rawtx',
        args: ['ping', net.peer.address ?? '', String(HOSTS * EACH)],
      },
      ours('first', 'Packetwright, sr, the first of a process', 'veth', ...of),
      ours('veth', 'Packetwright, sr, warm', 'veth', ...of, String(UNMEASURED)),
      ours('lab', 'Packetwright, sr in the lab, warm', 'lab', ...of, String(UNMEASURED)),
      {
        ...any,
        id: 'scapy',
        label: 'scapy, sr, 16 MB buffer',
        expected: { packets: HOSTS * FEW_EACH },
        tool: 'scapy',
        args: ['peer_scapy_live.py', 'many', String(HOSTS), String(FEW_EACH)],
        packets: HOSTS * FEW_EACH,
        runs: 2,
      },
    ];
  },
);

const alive = ({ stdout }) => ({ packets: stdout.split('\n').filter((line) => line.endsWith(' is alive')).length });

/** The first addresses of 10.78.0.0/16, but for those that end with 0 or 255. */
const swept = Array.from({ length: SWEPT }, (_, i) => `10.78.${Math.floor(i / 250)}.${(i % 250) + 1}`);

export const sweeping = live(
  {
    name: 'sweep',
    title: `which of ${SWEPT.toLocaleString('en')} hosts are alive: all of them`,
    about:
      'The whole process, its start included. fping: `-r 3 -t 500`, as it does by itself, and the same pause between two requests: ' +
      '`-i 1` is one millisecond; its own default, 10, would take both ten seconds.',
    clock: 'process',
    runs: 5,
    reference: 'fping',
    targets: [{ of: 'ours', against: 'fping', atLeast: 0.8 }],
  },
  (net) => {
    everybody(net);
    const all = { core: undefined, expected: { packets: SWEPT }, packets: SWEPT, parse: alive };
    return [
      { ...all, id: 'fping', label: 'fping -i 1', tool: 'system', args: ['fping', '-r', '3', '-t', '500', '-i', '1', ...swept] },
      { ...all, id: 'ours', label: 'pkw ping -i 0.001', tool: 'cli', args: ['ping', '-i', '0.001', ...swept] },
      { ...all, id: 'ours-fast', label: 'pkw ping -i 0', tool: 'cli', args: ['ping', '-i', '0', ...swept] },
    ];
  },
);
