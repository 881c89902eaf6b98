import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeIf, programPath, requireProgram } from '../../../../test/support/require.ts';
import { checkProgram } from './check-program.ts';
import { formatFilter } from './format-filter.ts';
import { ANCILLARY, ANCILLARY_FACTS } from './codes.ts';
import { type Instruction, packProgram, unpackProgram } from './instructions.ts';
import { parseFilter } from './parse-filter.ts';
import { filterRunner, type PacketFacts, runFilter } from './run-filter.ts';

/** code, k, jt, jf */
type Row = readonly [number, number?, number?, number?];
const program = (...rows: readonly Row[]) =>
  packProgram(rows.map(([code, k = 0, jt = 0, jf = 0]): Instruction => ({ code, jt, jf, k: k >>> 0 })));

const RET_K = 0x06;
const RET_A = 0x16;
const LD_IMM = 0x00;
const LDX_IMM = 0x01;

describe('packed instructions', () => {
  it('have the layout of struct sock_filter on this machine', () => {
    const { instructions } = program([0x28, 0x12345678, 3, 4]);
    expect([...new Uint16Array(instructions.buffer, 0, 1)]).toEqual([0x28]);
    expect([...instructions.subarray(2, 4)]).toEqual([3, 4]);
    expect([...new Uint32Array(instructions.buffer, 4, 1)]).toEqual([0x12345678]);
  });

  it('come back as they were', () => {
    const rows: Instruction[] = [{ code: 0x15, jt: 255, jf: 1, k: 0xffffffff }];
    expect(unpackProgram(packProgram(rows))).toEqual(rows);
  });
});

describe('runFilter', () => {
  const octets = Uint8Array.of(0x45, 0x80, 0xff, 0xfe, 0x01);
  const returned = (rows: readonly Row[], facts?: PacketFacts): number => runFilter(program(...rows), octets, facts);

  it('loads octets in network order', () => {
    expect(returned([[0x20, 0], [RET_A]])).toBe(0x4580fffe);
    expect(returned([[0x28, 1], [RET_A]])).toBe(0x80ff);
    expect(returned([[0x30, 4], [RET_A]])).toBe(1);
    expect(returned([[LDX_IMM, 2], [0x48, 0], [RET_A]])).toBe(0xfffe);
  });

  it('returns 0 for a load that is not all there, also when the offset wraps', () => {
    for (const rows of [
      [[0x20, 2]],
      [[0x28, 4]],
      [[0x30, 5]],
      [[0xb1, 5]],
      [[0x30, 0xffffefff]],
      [
        [LDX_IMM, 0xffffffff],
        [0x40, 0],
      ],
    ] as Row[][])
      expect(returned([...rows, [RET_K, 7]])).toBe(0);
    // 0xffffffff + 2 is 1 in 32 bits, which is there.
    expect(returned([[LDX_IMM, 0xffffffff], [0x50, 2], [RET_A]])).toBe(0x80);
  });

  it('computes with 32 bits without sign', () => {
    const results = (code: number, a: number, b: number) => [
      returned([[LD_IMM, a], [0x04 | code, b], [RET_A]]),
      returned([[LD_IMM, a], [LDX_IMM, b], [0x0c | code], [RET_A]]),
    ];
    for (const [code, a, b, result] of [
      [0x00, 0xffffffff, 2, 1],
      [0x10, 1, 2, 0xffffffff],
      [0x20, 0xffffffff, 0xffffffff, 1],
      [0x20, 0x10001, 0x10001, 0x20001],
      [0x30, 0xffffffff, 2, 0x7fffffff],
      [0x90, 0xffffffff, 10, 5],
      [0x40, 0x80000000, 1, 0x80000001],
      [0x50, 0xff00ff00, 0xffff0000, 0xff000000],
      [0xa0, 0xffffffff, 1, 0xfffffffe],
      [0x60, 3, 31, 0x80000000],
      [0x70, 0x80000000, 31, 1],
    ] as const)
      expect(results(code, a, b)).toEqual([result, result]);
    expect(returned([[LD_IMM, 1], [0x84], [RET_A]])).toBe(0xffffffff);
  });

  it('returns 0 for a division by an index register of 0', () => {
    expect(returned([[LD_IMM, 1], [0x3c], [RET_K, 7]])).toBe(0);
    expect(returned([[LD_IMM, 1], [0x9c], [RET_K, 7]])).toBe(0);
  });

  it('compares without sign and jumps', () => {
    for (const [code, a, k, yes] of [
      [0x15, 5, 5, true],
      [0x15, 5, 6, false],
      [0x25, 0x80000000, 1, true],
      [0x25, 1, 1, false],
      [0x35, 1, 1, true],
      [0x35, 1, 0x80000000, false],
      [0x45, 0x80000000, 0x80000000, true],
      [0x45, 1, 2, false],
    ] as const) {
      expect(
        returned([
          [LD_IMM, a],
          [code, k, 0, 1],
          [RET_K, 1],
          [RET_K, 2],
        ]),
      ).toBe(yes ? 1 : 2);
      expect(
        returned([
          [LD_IMM, a],
          [LDX_IMM, k],
          [code | 8, 0, 0, 1],
          [RET_K, 1],
          [RET_K, 2],
        ]),
      ).toBe(yes ? 1 : 2);
    }
  });

  it('keeps words, moves registers, and finds the length of an IPv4 header', () => {
    expect(returned([[0xb1, 0], [0x87], [RET_A]])).toBe(20);
    expect(returned([[LD_IMM, 9], [0x02, 15], [LD_IMM, 0], [0x60, 15], [RET_A]])).toBe(9);
    expect(returned([[LDX_IMM, 9], [0x03, 0], [LD_IMM, 0], [0x61, 0], [0x87], [RET_A]])).toBe(9);
    expect(returned([[LD_IMM, 9], [0x07], [LD_IMM, 0], [0x87], [RET_A]])).toBe(9);
  });

  it('knows the length on the wire and what the socket says of the packet', () => {
    expect(returned([[0x80], [RET_A]])).toBe(5);
    expect(returned([[0x80], [RET_A]], { wireLength: 1500 })).toBe(1500);
    const fact = (name: keyof typeof ANCILLARY_FACTS, facts: PacketFacts) =>
      returned([[0x20, ANCILLARY + ANCILLARY_FACTS[name]], [RET_A]], facts);
    expect(fact('type', { packetType: 4 })).toBe(4);
    expect(fact('ifidx', { ifindex: 7 })).toBe(7);
    expect(fact('proto', { protocol: 0x800 })).toBe(0x800);
    expect([fact('vlanp', { vlan: 0 }), fact('vlanp', {}), fact('vlan_tci', { vlan: 5 }), fact('vlan_tpid', { vlan: 5 })]).toEqual([
      1, 0, 5, 0x8100,
    ]);
  });

  it('ends programs that jump backwards for ever', () => {
    expect(returned([[LD_IMM], [0x05, 0xfffffffe], [RET_K, 1]])).toBe(0);
  });

  it('never throws, whatever the program and the packet', () => {
    const codes = [
      0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x80, 0x81, 0, 1, 0x60, 0x61, 2, 3, 0xb1, 0x07, 0x87, 0x84, 0x0c, 0x1c, 0x2c, 0x3c, 0x4c, 0x5c,
      0x6c, 0x7c, 0x9c, 0xac, 0x05, 0x15, 0x1d, 0x25, 0x35, 0x45, 0x06, 0x16,
    ];
    const row = fc.tuple(fc.constantFrom(...codes), fc.oneof(fc.nat(40), fc.integer({ min: 0, max: 0xffffffff })), fc.nat(3), fc.nat(3));
    let ran = 0;
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.uint8Array({ maxLength: 40 }), (rows, packet) => {
        const made = program(
          ...rows.map(([code, k, jt, jf]): Row => [code, code === 0x05 ? k % 4 : [2, 3, 0x60, 0x61].includes(code) ? k % 16 : k, jt, jf]),
          [RET_A],
          [RET_A],
          [RET_A],
          [RET_A],
        );
        try {
          checkProgram(made, { interpreted: true });
        } catch {
          return;
        }
        ran++;
        // A word: whole, without sign.
        const returns = runFilter(made, packet);
        expect(returns).toBe(returns >>> 0);
      }),
      { numRuns: 1000 },
    );
    expect(ran).toBeGreaterThan(300);
  });

  it('takes no program that is none', () => {
    expect(() => filterRunner(program([0xff]))).toThrow(expect.objectContaining({ code: 'ERR_FILTER' }));
    expect(() => filterRunner({ instructions: new Uint8Array(7), length: 1 })).toThrow('needs 8 octets, found 7');
  });
});

describe('checkProgram', () => {
  it.each([
    ['unknown code', 'instruction 0', [[0x2f], [RET_K]]],
    ['divides by 0', 'instruction 1', [[LD_IMM], [0x34], [RET_K]]],
    ['shifts by 32', 'instruction 1', [[LD_IMM], [0x64, 32], [RET_K]]],
    ['no memory word 16', 'instruction 0', [[0x02, 16], [RET_K]]],
    ['read before it is written', 'instruction 0', [[0x60, 3], [RET_K]]],
    ['read before it is written', 'instruction 3', [[LD_IMM], [0x15, 0, 0, 1], [0x02, 3], [0x60, 3], [RET_K]]],
    ['jumps to 2', 'instruction 0', [[0x15, 0, 1, 0], [RET_K]]],
    ['jumps to 2', 'instruction 0', [[0x05, 1], [RET_K]]],
    ['must be a return', 'instruction 0', [[LD_IMM]]],
    ['unknown ancillary load', 'instruction 0', [[0x20, ANCILLARY + 2], [RET_K]]],
  ] as [string, string, Row[]][])('refuses what %s, and says where', (wrong, where, rows) => {
    expect(() => checkProgram(program(...rows))).toThrow(
      expect.objectContaining({ code: 'ERR_FILTER', message: expect.stringMatching(`${where}.*${wrong}`) as string }),
    );
  });

  it('takes jumps backwards only when told so', () => {
    const loop = program([LD_IMM], [0x05, 0xfffffffe], [RET_K]);
    expect(() => checkProgram(loop)).toThrow('instruction 1');
    expect(() => checkProgram(loop, { interpreted: true })).not.toThrow();
  });

  it('refuses the empty program and one that is longer than the kernel takes', () => {
    expect(() => checkProgram(program())).toThrow('1 to 4096');
    expect(() => checkProgram(program(...Array.from({ length: 4097 }, (): Row => [RET_K])))).toThrow('1 to 4096');
    expect(() => checkProgram(program(...Array.from({ length: 4096 }, (): Row => [RET_K])))).not.toThrow();
  });
});

describe('parseFilter', () => {
  it('takes the lines of tcpdump -ddd and the commas of iptables', () => {
    const text = '4\n40 0 0 12\n21 0 1 2048\n6 0 0 65535\n6 0 0 0\n';
    expect(formatFilter(parseFilter(text), 'decimal')).toBe(text);
    expect(parseFilter('4,40 0 0 12,21 0 1 2048,6 0 0 65535,6 0 0 0')).toEqual(parseFilter(text));
  });

  it.each([
    ['x', 'line 1'],
    ['2\n6 0 0 0', '1 follow'],
    ['1\n6 0 0', 'line 2'],
    ['1\n6 0 0 4294967296', 'line 2'],
    ['1\n6 0 256 0', 'line 2'],
    ['1\n0 0 0 0', 'instruction 0'],
  ])('refuses %j', (text, where) => {
    expect(() => parseFilter(text)).toThrow(
      expect.objectContaining({ code: 'ERR_FILTER', message: expect.stringContaining(where) as string }),
    );
  });
});

describeIf(requireProgram('tcpdump'), "the listings of tcpdump's programs", () => {
  const tcpdump = (...words: string[]): string =>
    execFileSync(programPath('tcpdump') as string, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  it.each([
    [[], 'tcp port 80 and not host 10.1.2.3'],
    [['-O'], 'ip[0] + ip[2:2] * 3 / 4 % 5 | 6 ^ 7 & 8 << 9 >> 10 - ip[3] > ip[4:4]'],
    [['-O'], 'ip6 protochain 6 or ip[ip[5] - 3] = len'],
    [['-O'], 'geneve 5 and tcp[tcpflags] & tcp-syn != 0'],
    [['-O'], 'ip[0] / ip[1] = ip[2] % ip[3] and ip[4] << ip[5] = ip[6] >> ip[7] and ip[0] ^ ip[1] = 1'],
    [[], 'inbound and ifindex 3'],
    [[], 'ip[0] & 0x80000000 != 0 or ip[4:4] > 0xfffffff0'],
  ])('%j %s', (options, filter) => {
    const listing = (style: string): string => tcpdump('-y', 'EN10MB', ...options, style, '--', filter);
    const parsed = parseFilter(listing('-ddd'));
    expect(formatFilter(parsed, 'decimal')).toBe(listing('-ddd'));
    expect(formatFilter(parsed, 'c')).toBe(listing('-dd'));
    expect(formatFilter(parsed, 'assembly')).toBe(listing('-d'));
  });
});
