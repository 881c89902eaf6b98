import { expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { Session } from '../../../packet/object/session.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { RM_Header, RPC, RPC_Call, RPC_Reply } from './rpc.ts';

const origin = 'RFC 5531 §9 and §11: the form; tshark 4.0 reads the same values';

layerSuite(
  'RPC',
  [
    {
      what: 'a call of a user',
      origin,
      first: RPC,
      chain: 'RPC/RPC_Call',
      octets:
        '000000070000000000000002000186a3000000030000000000000001000000180000000100000003616263000000000000000000000000000000000000000000',
      read: {
        RPC: { xid: 7, mtype: 0 },
        RPC_Call: { version: 2, program: 100_003, a_unix: { stamp: 1, mname: 'abc', uid: 0, auxgids: [] } },
      },
      build: () => [RPC({ xid: 7 }), RPC_Call({ aflavor: 'AUTH_UNIX', a_unix: { stamp: 1, mname: 'abc' } })],
      summary: 'RPC / RPC_Call nfs 0',
    },
    {
      what: 'its reply, on a stream',
      origin: 'RFC 5531 §9 and §11: the form',
      first: RM_Header,
      chain: 'RM_Header/RPC/RPC_Reply',
      octets: '80000018000000070000000100000000000000000000000000000000',
      read: { RM_Header: { last: true, rm_length: 24 }, RPC_Reply: { reply_stat: 0, accept_stat: 0 } },
      build: () => [RM_Header(), RPC({ xid: 7 }), RPC_Reply({ flavor: 0, length: 0, accept_stat: 0 })],
    },
    {
      what: 'a call that is denied',
      origin: 'RFC 5531 §9 and §11: the form',
      first: RPC,
      chain: 'RPC/RPC_Reply/Raw',
      octets: '0000000700000001000000010000000100000005',
      read: { RPC_Reply: { reply_stat: 1, reject_stat: 1 } },
    },
  ],
  { mutations: 500 },
);

it('a session knows what a reply answers', () => {
  const session = new Session();
  const ends = [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 1023, dport: 2049 })] as const;
  const back = [IP({ src: '192.0.2.2', dst: '192.0.2.1' }), UDP({ sport: 2049, dport: 1023 })] as const;
  const call = packet(...ends, RPC({ xid: 7 }), RPC_Call({ program: 'mount' })).bytes;
  const reply = packet(...back, RPC({ xid: 7 }), RPC_Reply({ flavor: 0, length: 0, accept_stat: 0 })).bytes;
  dissect(call, IP, { session });
  const columns = RPC_Reply.spec.columns as Record<string, (self: unknown) => unknown>;
  expect(columns['rpc.program']?.(dissect(reply, IP, { session }).get(RPC_Reply))).toBe(100_005);
  expect(columns['rpc.program']?.(dissect(reply, IP).get(RPC_Reply))).toBeUndefined();
});

it('a call of a known program is one on any UDP port, and a call of another is not', () => {
  // suricata-verify/tests/nfs3-01/input.pcap (MIT), packet 3: a call of mount on port 1048, which tshark reads, too.
  const call = '384376590000000000000002000186a5000000030000000000000000000000000000000000000000';
  const chain = (octets: string): string => chainOf(dissect(packet(IP(), UDP({ sport: 1023, dport: 1048 }), fromHex(octets)).bytes, IP));
  expect(chain(call)).toBe('IP/UDP/RPC/RPC_Call');
  expect(chain(call.replace('000186a5', '0000000a'))).toBe('IP/UDP/Raw');
});
