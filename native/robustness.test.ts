/** What nobody should do with the addon, each in a process of its own: a crash there is a failure here. */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { addonScript, RING } from '../test/support/addon-script.ts';
import { all, describeIf, requireAddon, requireRoot } from '../test/support/require.ts';

const fine = (stdout: string): object => ({ status: 0, stdout, stderr: '' });

describeIf(requireAddon(), 'the addon withstands', () => {
  it('numbers that are none of its own', () => {
    const text = `const h = udp(), b = new Uint8Array(8), w = new Uint32Array(8);
      const bad = [-1, 0.5, NaN, Infinity, -Infinity, 2 ** 32, 2 ** 40, 2 ** 53, '1', null, undefined, {}, [], true, 1n, Symbol(), () => 1];
      let thrown = 0, tried = 0;
      for (const x of bad) for (const f of [() => native.sendto(h, b, x, 1, 0, undefined), () => native.sendto(h, b, 0, x, 0, undefined),
        () => native.sendBatch(h, b, w, w, x, 1), () => native.sendBatch(h, b, w, w, 0, x), () => native.recvBatch(h, b, x, 1, w),
        () => native.recvBatch(h, b, 1, x, w), () => native.write(h, b, x, 1), () => native.write(h, b, 0, x), () => native.mmap(h, x),
        () => native.ioctl(h, x, b)]) { tried++; try { f(); } catch (e) { if (e instanceof TypeError) thrown++; } }
      console.log(thrown === tried, tried);`;
    expect(addonScript(text)).toEqual(fine('true 170\n'));
  });

  it('every kind of value in the place of every argument', () => {
    const text = `const h = udp(), b = new Uint8Array(64), w = new Uint32Array(16), i = new Int32Array(4);
      const good = { open: [2, 2, 0, -1], openFile: ['/dev/null', 0, -1], close: [0], bind: [h, b], connect: [h, b], getsockname: [h, b],
        setsockopt: [h, 1, 2, b], getsockopt: [h, 1, 4, b], attachFilter: [h, b], ioctl: [h, 0x8921, b], sendto: [h, b, 0, 1, 0, b],
        sendBatch: [h, b, w, w, 0, 1], recvmsg: [h, b, b, b, i, 0], recvBatch: [h, b, 1, 1, w], read: [h, b], write: [h, b, 0, 1],
        mmap: [h, 4096], poll: [h, 1, () => {}], ref: [h], unref: [h], pollWait: [h, 1, 0], now: [] };
      for (const name of Object.keys(native)) if (name !== 'version' && !(name in good)) throw new Error(name + ' is not tried');
      const values = [undefined, null, true, 'x', Symbol('x'), 1n, {}, [], () => {}, new Map(), new Proxy(h, {}), new Proxy({}, {}), Object.create(h),
        new DataView(new ArrayBuffer(8)), new ArrayBuffer(8), new Float64Array(2), new BigInt64Array(2), new Uint8ClampedArray(4), /x/, new Date()];
      const wrong = [];
      for (const [name, args] of Object.entries(good)) for (let at = 0; at < args.length; at++) for (const value of values) {
        // What those places may be: any function to be called, and no address.
        if (name === 'poll' && at === 2 && typeof value === 'function') continue;
        if (name === 'sendto' && at === 5 && value === undefined) continue;
        if (name === 'openFile' && at === 0 && value === 'x') continue;
        const changed = [...args]; changed[at] = value;
        try { native[name](...changed); wrong.push(name + ' ' + at + ' ' + typeof value); } catch (e) { if (!(e instanceof TypeError)) throw e; }
      }
      console.log(wrong);`;
    expect(addonScript(text)).toEqual(fine('[]\n'));
  });

  it('events that libuv does not know', () => {
    const text = `const h = udp(); for (const e of [4, 8, 16, 64, -1, 0x7fffffff, -0x80000000]) console.log(native.poll(h, e, () => {}));`;
    expect(addonScript(text)).toEqual(fine('-22\n'.repeat(7)));
  });

  it('descriptors that cannot be watched or mapped', () => {
    const text = `const h = native.openFile('/proc/self/status', 0, -1);
      console.log(native.poll(h, 1, () => {}), native.mmap(h, 4096), native.recvBatch(h, new Uint8Array(8), 8, 1, new Uint32Array(11)));`;
    expect(addonScript(text)).toEqual(fine('-1 -88 -88\n'));
  });

  it("options that are not the package's, or have another size: none reaches the kernel", () => {
    // 1, 26: SO_GET_FILTER, whose length counts instructions. 1, 17: SO_PEERCRED. 0, 41: IP_MSFILTER, whose value says its own length.
    // 0, 64: IPT_SO_SET_REPLACE, whose value holds pointers; 1, 26 again, as SO_ATTACH_FILTER, one that the kernel reads.
    const text = `const h = udp(), size = (n) => new Uint8Array(n); native.attachFilter(h, Uint8Array.of(0x28, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0));
      console.log([[1, 26, 2], [1, 26, 16], [1, 17, 12], [0, 41, 16], [6, 11, 256]].map(([l, o, n]) => native.getsockopt(h, l, o, size(n))).join(' '));
      console.log([[0, 64, 128], [1, 26, 16], [1, 5, 4], [263, 13, 28]].map(([l, o, n]) => native.setsockopt(h, l, o, size(n))));
      console.log([0, 3, 5, 64].map((n) => native.getsockopt(h, 1, 4, size(n))), [35, 37].map((n) => native.getsockopt(h, 1, 55, size(n))));
      console.log([0, 3, 5, 64].map((n) => native.setsockopt(h, 1, 8, size(n))), native.getsockopt(h, 1, 4, size(4)), native.getsockopt(h, 1, 55, size(36)));`;
    const none = (n: number, errno: number): string => `[ ${new Array(n).fill(errno).join(', ')} ]`;
    expect(addonScript(text)).toEqual(
      fine(`-92 -92 -92 -92 -92\n${none(4, -92)}\n${none(4, -14)} ${none(2, -14)}\n${none(4, -14)} 4 36\n`),
    );
  });

  it("requests of ioctl that are not the package's, whose answers may be larger than any buffer", () => {
    // 0x8912: SIOCGIFCONF, which writes where its buffer says. 0x541b: FIONREAD. 0x8946: SIOCETHTOOL, by a pointer. 0x8913: SIOCGIFFLAGS.
    const text = `const h = udp(), size = (n) => new Uint8Array(n);
      const conf = size(40); new DataView(conf.buffer).setInt32(0, 4096, true); new DataView(conf.buffer).setBigUint64(8, 0x10000n, true);
      console.log(native.ioctl(h, 0x8912, conf), native.ioctl(h, 0x541b, size(40)), native.ioctl(h, 0x8946, size(40)), native.ioctl(h, 0x8913, size(40)));
      console.log([0, 16, 39, 41, 64].map((n) => native.ioctl(h, 0x8921, size(n))));
      const name = (text) => { const b = size(40); b.set(new TextEncoder().encode(text)); return b; };
      console.log(native.ioctl(h, 0x8921, name('lo')), native.ioctl(h, 0x8933, name('no-such-iface15')), native.ioctl(h, 0x8933, name('lo\\0x')), native.ioctl(h, 0x8933, name('sixteen-octets-x')));`;
    expect(addonScript(text)).toEqual(fine('-25 -25 -25 -25\n[ -14, -14, -14, -14, -14 ]\n0 -19 -22 -22\n'));
  });

  it('paths that would be cut: they are refused', () => {
    const text = `const long = '/' + '/'.repeat(4086) + 'dev/null';
      const opened = [long.slice(1), long, long + 'x', '/dev/null\\0', '/dev/null\\0/x', '\\0'].map((path) => native.openFile(path, 0, -1)).map((h) => typeof h === 'object' ? native.close(h) : h);
      console.log(opened.join(' '));
      const unix = native.open(1, 2, 0, -1), at = (path) => Uint8Array.of(1, 0, ...Buffer.from(path));
      const none = '/nonexistent/'.padEnd(107, 'x');
      for (const f of ['bind', 'connect']) console.log([none, none + 'x', none + 'xy', '/nonexistent/a\\0b', '/nonexistent/a\\0\\0'].map((path) => native[f](unix, at(path))).join(' '));
      console.log(native.sendto(unix, new Uint8Array(1), 0, 1, 0, at(none + 'xy')), native.sendto(unix, new Uint8Array(1), 0, 1, 0, at('/nonexistent/a\\0b')));`;
    expect(addonScript(text)).toEqual(fine('0 0 -36 -22 -22 -22\n-2 -2 -36 -22 -2\n-2 -2 -36 -22 -2\n-36 -22\n'));
  });

  it('memory that was taken away', () => {
    const text = `const h = udp(); const results = [];
      const gone = (T) => { const a = new T(64); structuredClone(a.buffer, { transfer: [a.buffer] }); return a; };
      const b = gone(Uint8Array), w = gone(Uint32Array), ok = new Uint8Array(8), words = new Uint32Array(16);
      results.push(native.sendto(h, b, 0, 1, 0, undefined), native.sendBatch(h, ok, w, words, 0, 1), native.sendBatch(h, ok, words, w, 0, 1),
        native.recvBatch(h, b, 1, 1, words), native.recvBatch(h, ok, 1, 1, w), native.recvmsg(h, ok, ok, ok, gone(Int32Array), 0),
        native.write(h, b, 0, 1), native.ioctl(h, 0x8921, b));
      console.log(results.every((n) => n === -14), results.length, native.bind(h, b) < 0, native.recvmsg(h, b, b, b, new Int32Array(3), 0));
      const resizable = new ArrayBuffer(64, { maxByteLength: 128 }), whole = new Uint8Array(resizable), part = new Uint8Array(resizable, 32, 32);
      resizable.resize(16);
      console.log(native.write(h, whole, 16, 1), native.write(h, part, 0, 1), native.write(h, part, 0, 0) < 0);
      resizable.resize(128);
      console.log(native.sendBatch(h, whole, Uint32Array.of(100), Uint32Array.of(29), 0, 1));`;
    expect(addonScript(text)).toEqual(fine('true 8 true -11\n-14 -14 true\n-14\n'));
  });

  it('memory that threads share', () => {
    const text = `const a = udp(), b = udp(), to = new Uint8Array(new SharedArrayBuffer(16)); native.getsockname(b, to); native.connect(a, to);
      const data = new Uint8Array(new SharedArrayBuffer(64)); data[5] = 9;
      const w = new Uint32Array(new SharedArrayBuffer(64)); w[1] = 5; w[8] = w[9] = 1;
      console.log(native.sendBatch(a, data, w, w.subarray(8), 0, 2));
      const slab = new Uint8Array(new SharedArrayBuffer(8)), records = new Uint32Array(new SharedArrayBuffer(88));
      console.log(native.pollWait(b, 1, 1000), native.recvBatch(b, slab, 4, 2, records), slab[4], records[11]);`;
    expect(addonScript(text)).toEqual(fine('2\n1 2 9 1\n'));
  });

  it('counts beyond all that is there', () => {
    const text = `const h = udp(), b = new Uint8Array(65536), w = new Uint32Array(2048), big = 0xffffffff;
      console.log([[0, big], [big, big], [big, 1], [2047, 2], [2048, 1]].map(([start, count]) => native.sendBatch(h, b, w, w, start, count)));
      console.log([[big, big], [big, 1], [1, big], [257, 256]].map(([slot, max]) => native.recvBatch(h, b, slot, max, new Uint32Array(256 * 11 - 1))));
      w.fill(65536); const one = new Uint32Array(2048).fill(1); console.log(native.sendBatch(h, b, w, one, 0, 1024), native.sendBatch(h, b, one, w, 0, 1));
      w.fill(big); console.log(native.sendBatch(h, b, w, w, 0, 1), native.sendBatch(h, b, w, w, 2048, 0));`;
    // Without an address, the first frame of a socket that is connected to nobody is refused: EDESTADDRREQ.
    expect(addonScript(text)).toEqual(fine('[ -89, -14, -14, -14, -14 ]\n[ -14, -14, -14, -14 ]\n-14 -14\n-14 0\n'));
  });

  it("another copy of the addon's handles", () => {
    const text = `const fs = require('fs'); const path = __dirname + '/copy.node';
      fs.copyFileSync(Object.keys(require.cache).find((p) => p.endsWith('.node')), path); const copy = require(path);
      const h = udp(); try { copy.close(h); console.log('taken'); } catch (e) { console.log(e.message); } console.log(native.close(h));`;
    expect(addonScript(text)).toEqual(fine('a handle was expected\n0\n'));
  });

  it('being loaded in the main thread and two workers at once', () => {
    const text = `const { Worker, isMainThread, parentPort } = require('worker_threads');
      const ring = () => new Promise((resolve) => { let n = 0; const h = udp(); const next = () => { send(h); };
        native.poll(h, 1, () => { native.read(h, new Uint8Array(9)); if (++n < 200) next(); else { native.close(h); resolve(n); } }); next(); });
      if (isMainThread) { const ends = [1, 2].map(() => new Promise((r) => new Worker(__filename).once('message', r)));
        Promise.all([ring(), ...ends]).then((all) => console.log(all.join(' '))); }
      else ring().then((n) => parentPort.postMessage(n));`;
    expect(addonScript(text)).toEqual(fine('200 200 200\n'));
  });

  it('handles that are sent to another thread', () => {
    const text = `const { port1, port2 } = new MessageChannel(); const h = udp(); let clone = structuredClone(h);
      try { native.close(clone); } catch (e) { console.log(e.message); } port1.close(); console.log(native.close(h));`;
    expect(addonScript(text)).toEqual(fine('a handle was expected\n0\n'));
  });

  it('3,000 calls with arguments at random', () => {
    // Sockets that reach nobody: unconnected UDP, and netlink that nobody asks. No sending functions with an address, no ioctl but those of struct ifreq.
    const check = createRequire(import.meta.url).resolve('fast-check');
    const text = `const fc = require(${JSON.stringify(check)}); const results = new Map();
      const handles = [udp(), native.open(16, 3, 0, -1), native.open(2, 2, 0, -1), native.openFile('/proc/self/status', 0, -1)]; handles.push(udp()); native.close(handles[4]);
      const edges = [0, 1, 2, 3, 7, 8, 11, 40, 4095, 4096, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, -1, -(2 ** 31), 0.5, NaN];
      const number = fc.oneof(fc.constantFrom(...edges), fc.integer(), fc.nat(64));
      const memory = fc.oneof(fc.constantFrom(0, 1, 7, 8, 16, 39, 40, 64, 4096), fc.nat(300)).map((n) => new ArrayBuffer(n & ~3));
      const shared = fc.nat(64).map((n) => new SharedArrayBuffer(n * 4));
      const octets = fc.oneof(memory, shared).map((m) => new Uint8Array(m)), words = fc.oneof(memory, shared).map((m) => new Uint32Array(m));
      const filled = fc.tuple(words, fc.array(fc.oneof(fc.nat(100), fc.constantFrom(2 ** 31, 2 ** 32 - 1)), { maxLength: 8 })).map(([w, n]) => (n.forEach((x, i) => { if (i < w.length) w[i] = x; }), w));
      const ints = memory.map((m) => new Int32Array(m));
      const junk = fc.constantFrom(undefined, null, '', {}, [], true, 1n, handles, native.now);
      const handle = fc.constantFrom(...handles);
      const or = (kind) => fc.oneof({ arbitrary: kind, weight: 12 }, { arbitrary: junk, weight: 1 });
      const calls = { getsockname: [handle, octets], getsockopt: [handle, number, number, octets], attachFilter: [handle, octets],
        ioctl: [handle, fc.constantFrom(0x8910, 0x8913, 0x8921, 0x8927), octets], sendBatch: [handle, octets, filled, filled, number, number],
        recvmsg: [handle, octets, octets, octets, ints, fc.constantFrom(0, 2, 32)], recvBatch: [handle, octets, number, number, words], read: [handle, octets],
        write: [handle, octets, number, number], mmap: [handle, number], poll: [handle, number, fc.constant(() => {})], ref: [handle], unref: [handle],
        pollWait: [handle, number, fc.constant(0)], open: [number, number, number, fc.constant(-1)], openFile: [fc.constantFrom('', '/', '/nonexistent', '/proc/self/stat'), fc.constantFrom(0, 1, 2), fc.constantFrom(-1, -2)] };
      const any = fc.oneof(...Object.entries(calls).map(([name, kinds]) => fc.tuple(fc.constant(name), fc.tuple(...kinds.map(or)))));
      fc.assert(fc.property(any, ([name, args]) => {
        let given; try { given = native[name](...args); } catch (e) { if (e instanceof TypeError) { results.set('thrown', 1); return; } throw e; }
        if (typeof given === 'object' && (name === 'open' || name === 'openFile')) { native.close(given); return; }
        if (typeof given !== 'number' || !Number.isInteger(given) || given < -4095) throw new Error(name + ' gave ' + String(given));
        results.set(given < 0 ? 'refused' : 'done', 1);
      }), { numRuns: 3000 });
      for (const h of handles) native.close(h);
      console.log([...results.keys()].sort().join(' '));`;
    expect(addonScript(text)).toEqual(fine('done refused thrown\n'));
  });
});

describeIf(all(requireAddon(), requireRoot()), 'a ring withstands', () => {
  it('absurd sizes', () => {
    const text = `${RING} const h = ring()[0]; native.close(h);
      const rings = [[0, 0, 0, 0], [1, 1, 1, 1], [4096, 0, 2048, 0], [0, 4, 2048, 8], [4097, 4, 2048, 8], [2 ** 31, 1, 2048, 1], [2 ** 32 - 4096, 2 ** 32 - 1, 16, 2 ** 32 - 1]];
      for (const [size, count, frame, frames] of rings) { const s = native.open(17, 3, 0, -1); native.setsockopt(s, 263, 10, u32(2));
        const rc = native.setsockopt(s, 263, 5, u32(size, count, frame, frames, 1, 0, 0)); const map = native.mmap(s, 4096);
        console.log(rc, map); native.close(s); }
      const s = native.open(17, 3, 0, -1); native.setsockopt(s, 263, 10, u32(2)); native.setsockopt(s, 263, 5, u32(4096, 4, 2048, 8, 1, 0, 0));
      console.log([0, 1, 4096, 16385, 2 ** 31, 2 ** 32 - 1].map((n) => native.mmap(s, n)));
      for (const n of [-1, NaN, 2 ** 32, 2 ** 32 + 16384, 2 ** 40]) try { native.mmap(s, n); console.log('taken'); } catch (e) { console.log(e.name); }
      console.log(native.mmap(s, 16384).byteLength); native.close(s);`;
    // No blocks and no frames: the kernel takes it for giving up the ring.
    const outcomes = `0 -22\n-22 -22\n0 -22\n${'-22 -22\n'.repeat(4)}`;
    expect(addonScript(text)).toEqual(fine(`${outcomes}[ -22, -22, -22, -22, -22, -22 ]\n${'TypeError\n'.repeat(5)}16384\n`));
  });

  it('attempts to clone, send, transfer and resize its memory', () => {
    const text = `${RING} const [h, buffer] = ring(); const view = new Uint8Array(buffer); view[3] = 7;
      const copy = structuredClone(buffer); console.log(copy.byteLength, new Uint8Array(copy)[3]);
      const tried = (f) => { try { f(); return 'done'; } catch (e) { return e.name; } };
      const { port1 } = new MessageChannel();
      // Node 20 copies what cannot be transferred, later ones refuse.
      for (const f of [() => structuredClone(buffer, { transfer: [buffer] }), () => port1.postMessage(buffer, [buffer])])
        if (!['done', 'DataCloneError'].includes(tried(f))) throw new Error(tried(f));
      console.log(tried(() => buffer.resize(1)));
      port1.close(); console.log(buffer.byteLength);
      // Newer engines can move the memory to another buffer: it then lives as long as that.
      const moved = buffer.transfer?.() ?? buffer; const still = new Uint8Array(moved); console.log(still[3], native.close(h));
      if (moved !== buffer) { still[4] = 8; if (still[4] !== 8) throw new Error('lost'); }
      gc(); setImmediate(() => { gc(); console.log(still.length === (moved === buffer ? 0 : 16384)); });`;
    expect(addonScript(text, '--expose-gc')).toEqual(fine('16384 7\nTypeError\n16384\n7 0\ntrue\n'));
  });

  it('the end of its worker while it is polled, and of the process within a callback', () => {
    const text = `${RING} const { Worker, isMainThread, parentPort } = require('worker_threads');
      if (isMainThread) (async () => { for (let i = 0; i < 5; i++) { const worker = new Worker(__filename);
          await new Promise((r) => worker.once('message', r)); await worker.terminate(); }
        await turn(); console.log(maps());
        const [h, buffer] = ring(); globalThis.view = new Uint8Array(buffer); const u = udp();
        native.poll(h, 1, () => {}); native.poll(u, 1, () => process.exit(5)); send(u); })();
      else { const kept = [ring(), ring()]; for (const [h] of kept) native.poll(h, 1, () => {});
        const busy = udp(); native.poll(busy, 3, () => {}); globalThis.kept = kept; parentPort.on('message', () => {}); parentPort.postMessage(1); }`;
    expect(addonScript(text)).toEqual({ status: 5, stdout: '0\n', stderr: '' });
  });

  it('the end of the process, and of a worker, while its memory is being given back', () => {
    const text = `${RING} const { Worker, isMainThread, parentPort } = require('worker_threads');
      const closing = (then) => { for (let i = 0; i < 8; i++) native.close(ring()[0]); setImmediate(() => setImmediate(then)); };
      if (!isMainThread) closing(() => process.exit());
      else { const worker = new Worker(__filename); worker.once('exit', () => { console.log(maps()); closing(() => process.exit(4)); }); }`;
    expect(addonScript(text)).toEqual({ status: 4, stdout: '0\n', stderr: '' });
  });

  it('closing while views of it are in use', () => {
    const text = `${RING} for (let i = 0; i < 50; i++) { const [h, buffer] = ring(); const views = [new Uint8Array(buffer), new DataView(buffer, 8), new Uint32Array(buffer, 4096, 4)];
        native.close(h); if (views[0].length !== 0 || views[2].length !== 0 || views[0][0] !== undefined) throw new Error('a view lives');
        try { views[1].getUint8(0); throw new Error('a view lives'); } catch (e) { if (!(e instanceof TypeError)) throw e; } }
      unmapped().then((left) => console.log(left));`;
    expect(addonScript(text)).toEqual(fine('0\n'));
  });
});
