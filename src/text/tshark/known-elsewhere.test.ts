import { describe, expect, it } from 'vitest';
import { isKnownElsewhere } from './known-elsewhere.ts';

describe('names known elsewhere', () => {
  it('are of no protocol that is here: those have no other fields', () => {
    expect(isKnownElsewhere('igmp.type', new Set(['ip']))).toBe(true);
    expect(isKnownElsewhere('igmp.tpye', new Set(['ip', 'igmp']))).toBe(false);
  });

  it('are tshark fields', () => {
    for (const name of ['igmp.type', 'sctp.data_tsn', 'tcp.stream', 'frame.time_delta', 'smb2.msg_id', '_ws.col.Info'])
      expect([name, isKnownElsewhere(name, new Set())]).toEqual([name, true]);
    for (const name of ['tcp', 'tcp.', 'toString', 'igmpp.type', ''])
      expect([name, isKnownElsewhere(name, new Set())]).toEqual([name, false]);
  });
});
