/** Programs as the kernel takes and runs them: over a pair of local sockets, for which nobody needs rights. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askPython } from '../../../../test/support/python.ts';
import { all, describeIf, requireProgram } from '../../../../test/support/require.ts';
import { checkProgram } from './check-program.ts';
import { type Instruction, packProgram } from './instructions.ts';
import { runFilter } from './run-filter.ts';

/** Octets that the filtered socket received of each packet; null where the kernel refused the program. */
const THEIRS = `
import ctypes, socket, struct
def run(rows, packet):
    sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with sender, receiver:
        code = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *row) for row in rows))
        try:
            receiver.setsockopt(socket.SOL_SOCKET, 26, struct.pack('HP', len(rows), ctypes.addressof(code)))  # SO_ATTACH_FILTER
        except OSError:
            return None
        receiver.setblocking(False)
        try:
            sender.send(bytes(packet))
            return len(receiver.recv(100))
        except (BlockingIOError, PermissionError):
            return 0
answer = [run(*one) for one in given]
`;

const CODES = [
  0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x80, 0x81, 0, 1, 0x60, 0x61, 2, 3, 0xb1, 0x07, 0x87, 0x84, 0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34,
  0x3c, 0x44, 0x4c, 0x54, 0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x94, 0x9c, 0xa4, 0xac, 0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d,
];
/** A jump's distance and a word's number are small, so that most programs are taken. Facts are not asked for. */
const operand = (code: number): fc.Arbitrary<number> =>
  code === 0x05 ? fc.nat(3) : [2, 3, 0x60, 0x61].includes(code) ? fc.nat(17) : fc.oneof(fc.nat(60), fc.nat(0xffdfffff));
const row = fc.constantFrom(...CODES).chain((code) => fc.tuple(fc.constant(code), fc.nat(3), fc.nat(3), operand(code)));
/** The lowest bits of the accumulator are what is received of a packet that is longer than that. */
const END: [number, number, number, number][] = Array.from({ length: 4 }, (_, i) => (i % 2 === 0 ? [0x54, 0, 0, 31] : [0x16, 0, 0, 0]));
const one = fc.tuple(fc.array(row, { maxLength: 12 }), fc.uint8Array({ minLength: 32, maxLength: 64 }));

const onLinux = process.platform === 'linux' ? ({ ok: true } as const) : ({ ok: false, reason: 'needs Linux' } as const);

describeIf(all(onLinux, requireProgram('python3')), "the kernel's programs", () => {
  it('are the same ones, and return the same', () => {
    const cases = fc.sample(one, { numRuns: 3000, seed: 1 }).map(([rows, packet]) => [[...rows, ...END], packet] as const);
    const theirs = askPython(
      THEIRS,
      cases.map(([rows, packet]) => [rows, [...packet]]),
    );
    const ours = cases.map(([rows, packet]) => {
      const program = packProgram(rows.map(([code, jt, jf, k]): Instruction => ({ code, jt, jf, k })));
      try {
        checkProgram(program);
      } catch {
        return null;
      }
      return Math.min(runFilter(program, packet), packet.length);
    });
    expect(ours).toEqual(theirs);
    // Of all kinds there are plenty: refused, not matching, matching.
    for (const kind of [ours.filter((x) => x === null), ours.filter((x) => x === 0), ours.filter((x) => x !== null && x > 0)])
      expect(kind.length).toBeGreaterThan(200);
  });
});
