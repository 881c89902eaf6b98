import { buildTruth } from '../lib/build-truth.mjs';

const MANY = 2_000_000;
const FEW = 2_000;

/** Building Ethernet/IP/TCP + 64 octets with lengths and checksums. */
export const build = {
  name: 'build',
  title: 'building Ethernet/IP/TCP + 64 octets',
  about:
    'Addresses, ports and sequence numbers change from packet to packet; lengths and both checksums are computed. Time inside the process. ' +
    '"New" makes every layer anew; "reused" and "template" keep one packet and change its fields.',
  clock: 'inside',
  runs: 5,
  reference: 'tins',
  targets: [
    { of: 'objects', against: 'tins', atLeast: 1.1 },
    { of: 'template', against: 'tins-reused', atLeast: 1 },
  ],
  prepare() {
    const many = { expected: buildTruth(MANY), packets: MANY };
    const few = { expected: buildTruth(FEW), packets: FEW, runs: 2 };
    const n = String(MANY);
    return [
      { ...many, id: 'tins', label: 'libtins, new PDUs', tool: 'tins', args: ['build', n] },
      { ...many, id: 'objects', label: 'Packetwright, new objects', tool: 'ours', args: ['build-objects.mjs', n] },
      { ...many, id: 'tins-reused', label: 'libtins, PDUs reused', tool: 'tins', args: ['build-reused', n] },
      { ...many, id: 'template', label: 'Packetwright, a template into a send buffer', tool: 'ours', args: ['build-template.mjs', n] },
      { ...many, id: 'probe', label: 'plain JavaScript, a copy each', tool: 'probe', args: ['probe-build.mjs', n] },
      { ...few, id: 'scapy', label: 'scapy, new objects', tool: 'scapy', args: ['peer_scapy.py', 'build', String(FEW)] },
      {
        ...few,
        id: 'scapy-reused',
        label: 'scapy, one packet, fields changed',
        tool: 'scapy',
        args: ['peer_scapy.py', 'build-reused', String(FEW)],
      },
    ];
  },
};
