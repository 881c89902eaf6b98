import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type NativeBinding, type NativeHandle, RECORD_LENGTH, RECORD_NSEC, RECORD_SEC, RECORD_WIRE, RECORD_WORDS } from './binding.ts';
import { addonScript as script, RING } from '../test/support/addon-script.ts';
import { all, describeIf, requireAddon, requireRoot } from '../test/support/require.ts';
import { loadNative, nativeCandidates } from './loader.ts';

const AF_INET = 2;
const SOCK_DGRAM = 2;
const SOL_SOCKET = 1;
const EFAULT = -14;
const EBADF = -9;
const EAGAIN = -11;

const linux = process.platform === 'linux';

/** struct sockaddr_in on 127.0.0.1. */
function loopback(port: number): Uint8Array {
  return Uint8Array.of(AF_INET, 0, port >>> 8, port & 0xff, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
}

describeIf(requireAddon(), 'addon', () => {
  let native: NativeBinding;
  const open: NativeHandle[] = [];
  beforeAll(() => {
    native = loadNative();
  });
  afterEach(() => {
    for (const handle of open.splice(0)) native.close(handle);
  });

  const udp = (): { handle: NativeHandle; port: number } => {
    const handle = native.open(AF_INET, SOCK_DGRAM, 0, -1);
    if (typeof handle === 'number') throw new Error(`open gave ${handle}`);
    open.push(handle);
    expect(native.bind(handle, loopback(0))).toBe(0);
    const name = new Uint8Array(16);
    expect(native.getsockname(handle, name)).toBe(16);
    return { handle, port: (name[2]! << 8) | name[3]! };
  };
  const readable = (handle: NativeHandle): Promise<number> =>
    new Promise((resolve) => {
      native.poll(handle, 1, (status) => {
        native.poll(handle, 0, undefined);
        resolve(status);
      });
    });

  it('sends and receives', async () => {
    const a = udp();
    const b = udp();
    expect(native.sendto(a.handle, Uint8Array.of(9, 1, 2, 3), 1, 3, 0, loopback(b.port))).toBe(3);
    expect(await readable(b.handle)).toBe(0);
    const data = new Uint8Array(10);
    const from = new Uint8Array(16);
    const out = new Int32Array(3);
    expect(native.recvmsg(b.handle, data, from, new Uint8Array(64), out, 0)).toBe(3);
    expect([...data.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect((from[2]! << 8) | from[3]!).toBe(a.port);
    expect(out[0]).toBe(16);
    expect(native.recvmsg(b.handle, data, from, new Uint8Array(0), out, 0)).toBe(EAGAIN);
  });

  it('sends and receives batches, with records', async () => {
    const a = udp();
    const b = udp();
    expect(native.setsockopt(b.handle, SOL_SOCKET, 35, Uint8Array.of(1, 0, 0, 0))).toBe(0);
    expect(native.connect(a.handle, loopback(b.port))).toBe(0);
    const data = Uint8Array.from({ length: 100 }, (_, i) => i);
    expect(native.sendBatch(a.handle, data, Uint32Array.of(99, 10, 20, 0), Uint32Array.of(1, 4, 8, 9), 1, 2)).toBe(2);
    await readable(b.handle);
    const slab = new Uint8Array(20);
    const records = new Uint32Array(4 * RECORD_WORDS);
    expect(native.recvBatch(b.handle, slab, 5, 4, records)).toBe(2);
    expect([...slab.subarray(0, 4), ...slab.subarray(5, 10)]).toEqual([10, 11, 12, 13, 20, 21, 22, 23, 24]);
    expect([records[RECORD_LENGTH], records[RECORD_WIRE]]).toEqual([4, 4]);
    expect([records[RECORD_WORDS + RECORD_LENGTH], records[RECORD_WORDS + RECORD_WIRE]]).toEqual([5, 8]);
    const stamp = records[RECORD_SEC]! * 1e3 + records[RECORD_NSEC]! / 1e6;
    expect(Math.abs(stamp - native.now())).toBeLessThan(10_000);
    expect(Math.abs(native.now() - Date.now())).toBeLessThan(1000);
  });

  it('refuses wrong types with a TypeError', () => {
    const { handle } = udp();
    const call = (f: unknown, ...args: unknown[]): unknown => (f as (...a: unknown[]) => unknown)(...args);
    const octets = new Uint8Array(8);
    const words = new Uint32Array(8);
    const wrong: [unknown, ...unknown[]][] = [
      [native.open],
      [native.open, 'x', 1, 2, 3],
      [native.openFile, 5, 0, -1],
      [native.close],
      [native.close, {}],
      [native.close, new Map()],
      [native.bind, handle],
      [native.bind, handle, new Uint16Array(4)],
      [native.bind, octets, octets],
      [native.sendBatch, handle, octets, octets, words, 0, 1],
      [native.recvBatch, handle, octets, 1, 1, new Int32Array(11)],
      [native.recvmsg, handle, octets, octets, octets, words, 0],
      [native.poll, handle, 1, undefined],
      [native.poll, handle, 1, {}],
      [native.sendto, handle, octets, 0, 1, 0, null],
    ];
    for (const [f, ...args] of wrong) expect(() => call(f, ...args)).toThrow(TypeError);
  });

  it('refuses lengths beyond the buffer', () => {
    const { handle } = udp();
    const octets = new Uint8Array(8);
    expect(native.sendto(handle, octets, 4, 5, 0, undefined)).toBe(EFAULT);
    expect(native.sendto(handle, octets, 0xffffffff, 0xffffffff, 0, undefined)).toBe(EFAULT);
    expect(native.write(handle, octets, 9, 0)).toBe(EFAULT);
    expect(native.sendBatch(handle, octets, Uint32Array.of(0, 7), Uint32Array.of(1, 2), 0, 2)).toBe(EFAULT);
    expect(native.sendBatch(handle, octets, Uint32Array.of(0), Uint32Array.of(1), 0, 2)).toBe(EFAULT);
    expect(native.recvBatch(handle, octets, 4, 3, new Uint32Array(99))).toBe(EFAULT);
    expect(native.recvBatch(handle, octets, 4, 2, new Uint32Array(RECORD_WORDS))).toBe(EFAULT);
    expect(native.recvmsg(handle, octets, octets, octets, new Int32Array(2), 0)).toBe(EFAULT);
    expect(native.ioctl(handle, 0x8921, new Uint8Array(39))).toBe(EFAULT);
    expect(native.attachFilter(handle, octets.subarray(0, 7))).toBe(-22);
  });

  it('says EBADF after close, whatever is called, and closing twice does nothing', () => {
    const { handle } = udp();
    native.poll(handle, 1, () => undefined);
    expect(native.close(handle)).toBe(0);
    expect(native.close(handle)).toBe(0);
    const octets = new Uint8Array(40);
    expect([
      native.bind(handle, octets),
      native.connect(handle, octets),
      native.getsockname(handle, octets),
      native.setsockopt(handle, 1, 2, octets),
      native.getsockopt(handle, 1, 4, octets),
      native.attachFilter(handle, octets.subarray(0, 8)),
      native.ioctl(handle, 0x8921, octets),
      native.sendto(handle, octets, 0, 1, 0, undefined),
      native.sendBatch(handle, octets, Uint32Array.of(0), Uint32Array.of(1), 0, 1),
      native.recvmsg(handle, octets, octets, octets, new Int32Array(3), 0),
      native.recvBatch(handle, octets, 1, 1, new Uint32Array(RECORD_WORDS)),
      native.read(handle, octets),
      native.write(handle, octets, 0, 1),
      native.mmap(handle, 4096),
      native.poll(handle, 1, () => undefined),
      native.pollWait(handle, 1, 1000),
    ]).toEqual(new Array(16).fill(EBADF));
    expect([native.poll(handle, 0, undefined), native.ref(handle), native.unref(handle)]).toEqual([0, 0, 0]);
  });

  it('gives errno', () => {
    expect(native.open(99, 1, 0, -1)).toBe(-97); // EAFNOSUPPORT
    expect(native.openFile('/nonexistent', 0, -1)).toBe(-2);
    const { handle, port } = udp();
    const other = native.open(AF_INET, SOCK_DGRAM, 0, -1) as NativeHandle;
    open.push(other);
    expect(native.bind(other, loopback(port))).toBe(-98); // EADDRINUSE
    expect(native.attachFilter(handle, new Uint8Array(0))).toBe(0); // nothing to detach
    expect(native.attachFilter(handle, Uint8Array.of(0x20, 0, 0, 0, 0, 0, 0, 0))).toBe(-22); // no return
    expect(native.mmap(handle, 4096)).toBe(-19); // ENODEV: an UDP socket has no ring
  });

  it('opens files, and waits in place', () => {
    const file = native.openFile('/proc/sys/kernel/ostype', 0, -1) as NativeHandle;
    open.push(file);
    const buffer = new Uint8Array(10);
    expect(native.read(file, buffer)).toBe(6);
    expect(new TextDecoder().decode(buffer.subarray(0, 6))).toBe('Linux\n');
    const a = udp();
    expect(native.pollWait(a.handle, 1, 0)).toBe(0);
    expect(native.pollWait(a.handle, 2, 0)).toBe(2);
    native.sendto(a.handle, buffer, 0, 1, 0, loopback(a.port));
    expect(native.pollWait(a.handle, 1, 1000)).toBe(1);
  });

  it('closes within the callback, and polls anew within it', async () => {
    const a = udp();
    const b = udp();
    native.sendto(a.handle, new Uint8Array(1), 0, 1, 0, loopback(b.port));
    const calls: string[] = [];
    await new Promise<void>((resolve) => {
      native.poll(b.handle, 1, () => {
        calls.push('first');
        native.poll(b.handle, 1, () => {
          calls.push('second');
          native.close(b.handle);
          setImmediate(resolve);
        });
      });
    });
    expect(calls).toEqual(['first', 'second']);
  });
});

describeIf(requireAddon(), 'addon in a process', () => {
  it('ends well with open and watched handles', () => {
    expect(script(`const h = udp(); native.poll(h, 1, () => {}); native.unref(h); udp(); console.log('end');`)).toMatchObject({
      status: 0,
      stdout: 'end\n',
    });
  });

  it('keeps the process alive while a handle is watched, even when nobody holds it', () => {
    const text = `let h = udp(); native.poll(h, 1, () => { console.log('heard'); process.exit(3); }); const w = new WeakRef(h);
      setTimeout(() => { gc(); send(w.deref()); }, 50).unref(); h = undefined;`;
    expect(script(text, '--expose-gc')).toMatchObject({ status: 3, stdout: 'heard\n' });
  });

  it('ends at process.exit in the callback', () => {
    expect(script(`const h = udp(); native.poll(h, 1, () => process.exit(7)); send(h);`)).toMatchObject({ status: 7, stderr: '' });
  });

  it('hands an exception of the callback to uncaughtException', () => {
    const text = `process.on('uncaughtException', (e) => { console.log(e.message); native.close(h); });
      const h = udp(); native.poll(h, 1, () => { throw new Error('mine'); }); send(h);`;
    expect(script(text)).toMatchObject({ status: 0, stdout: 'mine\n' });
  });

  it('keeps the asynchronous context', () => {
    const text = `const { AsyncLocalStorage } = require('async_hooks'); const store = new AsyncLocalStorage(); const h = udp();
      store.run('context', () => native.poll(h, 1, () => { console.log(store.getStore()); native.close(h); })); send(h);`;
    expect(script(text)).toMatchObject({ status: 0, stdout: 'context\n' });
  });

  it('closes the descriptor of a collected handle', () => {
    const text = `const before = fds(); for (let i = 0; i < 100; i++) { const h = udp(); if (i % 2) { native.poll(h, 1, () => {}); native.poll(h, 0); } }
      (async () => { for (let i = 0; i < 10 && fds() > before; i++) { gc(); await turn(); } console.log(fds() - before); })();`;
    // The event loop's own descriptor for polling may have been made meanwhile.
    const { status, stdout } = script(text, '--expose-gc');
    expect(status).toBe(0);
    expect(Number(stdout)).toBeLessThanOrEqual(1);
  });

  it('works in workers, also when they are terminated while they watch', () => {
    const text = `const { Worker, isMainThread, parentPort } = require('worker_threads');
      if (isMainThread) {
        let before = 0;
        (async () => {
          for (let i = 0; i < 7; i++) {
            if (i === 1) before = fds(); // the first worker brings descriptors that stay
            const worker = new Worker(__filename);
            const said = await new Promise((r) => worker.once('message', r));
            if (i % 2) await worker.terminate(); else { worker.postMessage('end'); await new Promise((r) => worker.once('exit', r)); }
            if (said !== 'heard') throw new Error(said);
          }
          await turn();
          console.log('left', fds() - before);
        })();
      } else {
        parentPort.on('message', () => process.exit());
        udp();
        const watched = udp(); native.poll(watched, 1, () => {});
        const h = udp(); native.poll(h, 1, () => { native.close(h); parentPort.postMessage('heard'); });
        send(h);
      }`;
    expect(script(text)).toEqual({ status: 0, stdout: 'left 0\n', stderr: '' });
  });
});

describeIf(all(requireAddon(), requireRoot()), 'ring of the addon', () => {
  it('stays readable while a view lives, though its handle was collected', () => {
    const text = `${RING} let view = new Uint8Array(ring()[1]); view[5] = 7;
      (async () => { const before = fds(); for (let i = 0; i < 5; i++) { gc(); await turn(); }
        console.log(fds() < before, view[5], view.length, maps()); view = undefined;
        for (let i = 0; i < 10 && maps() > 0; i++) { gc(); await turn(); } console.log(await unmapped()); })();`;
    expect(script(text, '--expose-gc')).toEqual({ status: 0, stdout: 'true 7 16384 1\n0\n', stderr: '' });
  });

  it('is detached and unmapped by close', () => {
    const text = `${RING} const [h, buffer] = ring(); const view = new Uint8Array(buffer); console.log(native.mmap(h, 16384), maps());
      native.close(h); console.log(view.length, buffer.byteLength); unmapped().then((left) => console.log(left));`;
    expect(script(text)).toEqual({ status: 0, stdout: '-16 1\n0 0\n0\n', stderr: '' });
  });

  it('goes with its worker', () => {
    const text = `${RING} const { Worker, isMainThread, parentPort } = require('worker_threads');
      if (isMainThread) { const worker = new Worker(__filename);
        worker.once('message', async () => { await worker.terminate(); await turn(); console.log(maps()); }); }
      else { const kept = ring(); native.poll(kept[0], 1, () => {}); globalThis.kept = new Uint8Array(kept[1]); parentPort.on('message', () => {}); parentPort.postMessage(1); }`;
    expect(script(text)).toEqual({ status: 0, stdout: '0\n', stderr: '' });
  });
});

describe('build.mjs', () => {
  const build = fileURLToPath(new URL('build.mjs', import.meta.url));
  it('goes on without a compiler, in one line', () => {
    const run = spawnSync(process.execPath, [build], { encoding: 'utf8', env: { ...process.env, CC: '/nonexistent/cc' } });
    expect(run.status).toBe(0);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(
      linux
        ? /^native addon not built: no C compiler \(\/nonexistent\/cc\); live traffic will not work here\n$/
        : /^native addon not built: .*\n$/,
    );
  });

  describeIf(requireAddon(), 'the binary', () => {
    it('links no library, so that one binary serves glibc and musl', () => {
      const path = nativeCandidates(new URL('.', import.meta.url).href, `linux-${process.arch}`)[0]!;
      expect(/libc\.so|GLIBC_/.exec(readFileSync(path).toString('latin1'))).toBeNull();
    });
  });
});
