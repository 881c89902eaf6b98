import { describe, expect, it } from 'vitest';
import { Output } from './output.ts';

/** A pipe that takes what `takes` says, call by call: octets, or an errno. Then it takes everything. */
function pipe(takes: (number | 'EAGAIN' | 'EPIPE' | 'ECONNRESET')[] = []) {
  const written: Uint8Array[] = [];
  const calls: number[] = [];
  return {
    calls,
    text: () => Buffer.concat(written).toString('utf8'),
    writeSync: (_fd: number, data: Uint8Array, offset: number, length: number): number => {
      calls.push(length);
      const take = takes.shift() ?? length;
      if (typeof take === 'string') throw Object.assign(new Error(take), { code: take });
      written.push(Uint8Array.from(data.subarray(offset, offset + Math.min(take, length))));
      return Math.min(take, length);
    },
  };
}

describe('Output', () => {
  it('gathers small writes into one block', async () => {
    const to = pipe();
    const out = new Output(1, { block: 1000, writeSync: to.writeSync });
    for (let i = 0; i < 100; i++) expect(out.write('line\n')).toBe(true);
    expect(to.calls).toEqual([]);
    expect(await out.flush()).toBe(true);
    expect(to.calls).toEqual([500]);
  });

  it('writes what it has as soon as the program waits', async () => {
    const to = pipe();
    const out = new Output(1, { writeSync: to.writeSync });
    expect(out.write('now')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(to.text()).toBe('now');
  });

  it('keeps text and octets in order over blocks of any size, with short writes and a full pipe', async () => {
    const to = pipe([3, 'EAGAIN', 'EAGAIN', 1, 'EAGAIN', 7]);
    const out = new Output(1, { block: 16, writeSync: to.writeSync });
    let expected = '';
    let waited = false;
    for (let i = 0; i < 40; i++) {
      const text = `${i}: ${'é€😀'.repeat(i % 5)}\n`;
      expected += text;
      const more = out.write(i % 2 === 0 ? text : Buffer.from(text));
      if (typeof more !== 'boolean') {
        waited = true;
        if (i % 3 === 0) expect(await more).toBe(true);
      }
    }
    expect(await out.flush()).toBe(true);
    expect(waited).toBe(true);
    expect(to.text()).toBe(expected);
  });

  it('copies octets that it could not write at once', async () => {
    const to = pipe(['EAGAIN']);
    const out = new Output(1, { block: 4, writeSync: to.writeSync });
    const octets = Buffer.from('0123456789');
    const more = out.write(octets);
    octets.fill(0x78);
    expect(await more).toBe(true);
    expect(to.text()).toBe('0123456789');
  });

  it.each(['EPIPE', 'ECONNRESET'] as const)('takes nothing after the reader has closed, and says so once: %s', async (code) => {
    let closed = 0;
    const to = pipe([code]);
    const out = new Output(1, { block: 4, writeSync: to.writeSync, onClosed: () => closed++ });
    expect(out.write('too long for a block')).toBe(false);
    expect(out.write('more')).toBe(false);
    expect(await out.flush()).toBe(false);
    expect(closed).toBe(1);
    expect(out.closed).toBe(true);
  });

  it('tells a closed pipe to who waits for a full one', async () => {
    const to = pipe(['EAGAIN', 'EPIPE']);
    const out = new Output(1, { block: 4, writeSync: to.writeSync });
    expect(await out.write('too long for a block')).toBe(false);
  });

  it('throws what is no fault of the reader, also when it came while nobody was writing', async () => {
    const full = () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    expect(() => new Output(1, { block: 4, writeSync: full }).write('too long for a block')).toThrow('full');
    const out = new Output(1, { writeSync: full });
    expect(out.write('short')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(() => out.write('more')).toThrow('full');
    await expect(out.flush()).rejects.toThrow('full');
  });

  it('in a hurry, waits for a pipe that takes something, and not for one that takes nothing', async () => {
    const slow = pipe([1, 'EAGAIN', 1, 'EAGAIN', 1, 'EAGAIN']);
    const out = new Output(1, { block: 4, writeSync: slow.writeSync });
    void out.write('all of it');
    out.hurry();
    expect(await out.flush()).toBe(true);
    expect(slow.text()).toBe('all of it');

    const full = pipe([2, ...new Array<'EAGAIN'>(1000).fill('EAGAIN')]);
    let closed = 0;
    const stuck = new Output(1, { block: 4, writeSync: full.writeSync, onClosed: () => closed++ });
    const written = stuck.write('all of it');
    stuck.hurry();
    expect([await written, await stuck.flush(), stuck.closed, closed]).toEqual([false, false, true, 1]);
    expect(full.text()).toBe('al');
  });
});
