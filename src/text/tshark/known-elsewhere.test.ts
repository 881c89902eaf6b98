import { describe, expect, it } from 'vitest';
import { fieldNames, labelOf } from '../../filter/field-names.ts';
import { protocols } from '../../protocols/protocols.ts';
import { isKnownElsewhere } from './known-elsewhere.ts';

describe('names known elsewhere', () => {
  it('are of no protocol that is here: those have no other fields', () => {
    expect(isKnownElsewhere('quake.type', new Set(['ip']))).toBe(true);
    expect(isKnownElsewhere('quake.tpye', new Set(['ip', 'quake']))).toBe(false);
  });

  it('lists no protocol that the package has: whoever adds one takes it from the list', () => {
    const labels = [...new Set([...fieldNames(protocols).keys()].map(labelOf))];
    expect(labels).toContain('dns');
    expect(labels.filter((label) => isKnownElsewhere(`${label}.no_such_field`, new Set()))).toEqual([]);
  });

  it('are tshark fields', () => {
    for (const name of ['quake.type', 'sctp.data_tsn', 'tcp.stream', 'frame.time_delta', '_ws.col.Info'])
      expect([name, isKnownElsewhere(name, new Set())]).toEqual([name, true]);
    for (const name of ['tcp', 'tcp.', 'toString', 'igmpp.type', ''])
      expect([name, isKnownElsewhere(name, new Set())]).toEqual([name, false]);
  });
});
