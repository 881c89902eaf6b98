/** Columns are typed by their fields' names. tsc judges this file; vitest runs it, so that what compiles also works. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { batchOf } from '../support/batch-of.ts';
import { type ColumnData, type ColumnType, columns, dissect, Ether, IP, IPv6, packet, protocols, TCP, UDP } from '../../src/index.ts';

const frames = [
  packet(Ether({ src: '02:00:00:00:00:01' }), IP({ src: '192.0.2.1' }), TCP({ dport: 80 })).bytes,
  packet(Ether(), IPv6({ src: '2001:db8::1' }), UDP()).bytes,
];

describe('a column that is asked for by its name', () => {
  const plan = columns(['ip.src', 'tcp.dstport', 'frame.time_epoch', 'ipv6.src', 'eth.src', 'dns.qry.name', 'TCP.flags']);
  const table = plan.output();
  plan.run(batchOf(frames), table);

  it('is an array of its type', () => {
    expectTypeOf(table.column('ip.src').values).toEqualTypeOf<Uint32Array>();
    expectTypeOf(table.column('tcp.dstport').type).toEqualTypeOf<'u32'>();
    expectTypeOf(table.column('TCP.flags').values).toEqualTypeOf<Uint32Array>();
    expectTypeOf(table.column('eth.src').values).toEqualTypeOf<Float64Array>();
    expectTypeOf(table.column('ipv6.src').high).toEqualTypeOf<BigUint64Array>();
    expectTypeOf(table.column('frame.time_epoch').nsec).toEqualTypeOf<Uint32Array>();
    expectTypeOf(table.column('dns.qry.name').values).toEqualTypeOf<unknown[]>();
    expect(table.column('ip.src').values[0]).toBe(0xc0_00_02_01);
    expect(table.column('tcp.dstport').values[0]).toBe(80);
    expect(table.column('eth.src').values[0]).toBe(0x02_00_00_00_00_01);
    expect(table.column('ipv6.src').high[1]).toBe(0x2001_0db8_0000_0000n);
    expect(table.column('frame.time_epoch').nsec).toBeInstanceOf(Uint32Array);
  });

  it('must be one of the plan', () => {
    // @ts-expect-error the plan was not asked for it
    expect(() => table.column('udp.dstport')).toThrow(/no column 'udp\.dstport'; did you mean 'tcp\.dstport'/);
  });
});

describe('a name', () => {
  it('that no layer has is refused where it is written', () => {
    // @ts-expect-error no such field
    expect(() => columns(['ip.src', 'tcp.dstprot'])).toThrow(/did you mean 'tcp\.dstport'/);
    // @ts-expect-error no such field
    expect(() => columns(['ip.srcc'], { interfaces: [] })).toThrow(/did you mean 'ip\.src'/);
  });

  it('that the program learns as it runs is taken; the type of the column tells what its values are', () => {
    const names: readonly string[] = ['tcp', 'ip'].map((p) => (p === 'tcp' ? 'tcp.dstport' : 'ip.ttl'));
    const plan = columns(names);
    const table = plan.output();
    plan.run(batchOf(frames), table);
    const c = table.column(names[0] ?? '');
    expectTypeOf(c).toEqualTypeOf<ColumnData>();
    if (c.type !== 'u32') throw new Error(c.type);
    expectTypeOf(c.values).toEqualTypeOf<Uint32Array>();
    expect(c.values[0]).toBe(80);
  });

  it('of another registry may be any, and its column of any type', () => {
    const own = columns(['ip.src', 'tcp.dstport'], { registry: protocols });
    expectTypeOf(own.output().column('ip.src').type).toEqualTypeOf<ColumnType>();
    // The registry may have a layer that the compiler does not know.
    expect(() => columns(['dlep.signal.type'], { registry: protocols })).toThrow(/unknown field/);
  });
});

it('all values of a field are lists', () => {
  const plan = columns(['ip.src', 'udp.port'], { occurrence: 'all', interfaces: [] });
  expectTypeOf(plan.output().column('ip.src').type).toEqualTypeOf<'list'>();
  const table = plan.output();
  plan.run(batchOf(frames), table);
  expect(table.column('ip.src').values[0]).toEqual(['192.0.2.1']);
  const either = { occurrence: frames.length > 1 ? ('all' as const) : ('first' as const) };
  expectTypeOf(columns(['ip.src'], either).output().column('ip.src').type).toEqualTypeOf<ColumnType>();
});

it('a plan of known fields is a plan', () => {
  const fill = (plan: ReturnType<typeof columns>): number => plan.fields.length;
  expect(fill(columns(['ip.src']))).toBe(1);
  expect(dissect(frames[0] ?? new Uint8Array(), Ether).has(TCP)).toBe(true);
});
