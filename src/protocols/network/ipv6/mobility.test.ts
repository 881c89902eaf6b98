import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { IPv6 } from './ipv6.ts';
import { MIP6MH_BA, MIP6MH_BE, MIP6MH_BRR, MIP6MH_BU, MIP6MH_HoT, MIP6MH_HoTI } from './mobility.ts';

const origin = 'scapy 2.5.0';
const below = () => IPv6({ src: '2001:db8::1', dst: '2001:db8::2' });
const ip6 = (length: string) => `6000000000${length}874020010db800000000000000000000000120010db8000000000000000000000002`;
const COOKIE = 0x3132_3334_3536_3738n;

layerSuite(
  'Mobile IPv6',
  [
    {
      what: 'a Binding Refresh Request',
      origin,
      first: IPv6,
      chain: 'IPv6/MIP6MH_BRR',
      octets: `${ip6('08')}3b00000068fb0000`,
      build: () => [below(), MIP6MH_BRR()],
    },
    {
      what: 'a Home Test Init',
      origin,
      first: IPv6,
      chain: 'IPv6/MIP6MH_HoTI',
      octets: `${ip6('10')}3b010100971d00003132333435363738`,
      build: () => [below(), MIP6MH_HoTI({ cookie: COOKIE })],
    },
    {
      what: 'a Home Test',
      origin,
      first: IPv6,
      chain: 'IPv6/MIP6MH_HoT',
      octets: `${ip6('18')}3b020300037c000331323334353637386162636465666768`,
      build: () => [below(), MIP6MH_HoT({ index: 3, cookie: COOKIE, token: 0x6162_6364_6566_6768n })],
    },
    {
      what: 'a Binding Update',
      origin,
      first: IPv6,
      chain: 'IPv6/MIP6MH_BU',
      octets: `${ip6('20')}3b03050062050009d00000050100031020010db8000000000000000000000003`,
      read: {
        MIP6MH_BU: {
          seq: 9,
          flags: 'K+H+A',
          mhtime: 5,
          options: [
            ['PadN', ''],
            ['AltCoA', '2001:db8::3'],
          ],
        },
      },
      build: () => [
        below(),
        MIP6MH_BU({
          seq: 9,
          mhtime: 5,
          options: [
            ['PadN', ''],
            ['AltCoA', '2001:db8::3'],
          ],
        }),
      ],
    },
    {
      what: 'a Binding Acknowledgement',
      origin,
      first: IPv6,
      chain: 'IPv6/MIP6MH_BA',
      octets: `${ip6('10')}3b010600606300800009000002020004`,
      build: () => [below(), MIP6MH_BA({ seq: 9, options: [['BRAdvice', 4]] })],
    },
    {
      what: 'a Binding Error',
      origin,
      first: IPv6,
      chain: 'IPv6/MIP6MH_BE',
      octets: `${ip6('18')}3b0207003327010020010db8000000000000000000000009`,
      build: () => [below(), MIP6MH_BE({ status: 'unknown binding', ha: '2001:db8::9' })],
    },
  ],
  { mutations: 400 },
);
