import { describe, expect, it } from 'vitest';
import { fieldNames, labelOf } from '../../filter/field-names.ts';
import { protocols } from '../../protocols/protocols.ts';
import { isKnownElsewhere } from './known-elsewhere.ts';

describe('names known elsewhere', () => {
  it('are of no protocol that is here: those have no other fields', () => {
    const labels = new Set(Array.from(fieldNames(protocols).keys(), labelOf));
    expect([...labels].filter((label) => isKnownElsewhere(label) || isKnownElsewhere(`${label}.nonesuch`))).toEqual([]);
  });

  it('are tshark fields', () => {
    for (const name of ['igmp.type', 'sctp.data_tsn', 'tcp.stream', 'frame.time_delta', 'smb2.msg_id', '_ws.col.Info'])
      expect([name, isKnownElsewhere(name)]).toEqual([name, true]);
    for (const name of ['tcp', 'tcp.', 'toString', 'igmpp.type', '']) expect([name, isKnownElsewhere(name)]).toEqual([name, false]);
  });
});
