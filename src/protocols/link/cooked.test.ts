import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { UDP } from '../transport/udp.ts';
import { CookedLinux, CookedLinuxV2 } from './cooked.ts';

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const udp = '4500001c000100004011f6ccc0000201c00002020035003500087b70';

layerSuite('cooked captures of Linux', [
  {
    what: 'cooked',
    origin: 'scapy 2.5: CookedLinux()/IP()/UDP()',
    first: CookedLinux,
    chain: 'CookedLinux/IP/UDP',
    octets: `00000200000000000000000000000800${udp}`,
    read: { CookedLinux: { pkttype: 0, lladdrtype: 512, lladdrlen: 0, proto: 0x800 } },
    build: () => [CookedLinux(), I(), UDP()],
    summary: 'CookedLinux / IP / UDP 192.0.2.1:domain > 192.0.2.2:domain',
  },
  {
    what: 'cooked, version 2',
    origin: 'scapy 2.5: CookedLinuxV2(ifindex=3)/IP()/UDP()',
    first: CookedLinuxV2,
    chain: 'CookedLinuxV2/IP/UDP',
    octets: `0800000000000003020000000000000000000000${udp}`,
    read: { CookedLinuxV2: { ifindex: 3, pkttype: 0 } },
    build: () => [CookedLinuxV2({ ifindex: 3 }), I(), UDP()],
  },
]);
