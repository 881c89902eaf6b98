import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeIf, requireAddon } from '../test/support/require.ts';
import { loadNative, nativeCandidates } from './loader.ts';

const addon = requireAddon();
const built = nativeCandidates(new URL('.', import.meta.url).href, `linux-${process.arch}`)[0]!;

describe('loadNative', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pkwt-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Puts the binary at `place` under the folder. */
  const put = (place: string): void => {
    mkdirSync(join(folder, place, '..'), { recursive: true });
    copyFileSync(built, join(folder, place));
  };

  it('says what live traffic needs on other platforms', () => {
    expect(() => loadNative({ platform: 'darwin' })).toThrow(
      expect.objectContaining({ code: 'ERR_PLATFORM', message: 'live traffic needs Linux; this is darwin' }),
    );
  });

  it('says who tells how to build what is not there', () => {
    const from = pathToFileURL(join(folder, 'index.js')).href;
    const error = expect.objectContaining({ code: 'ERR_ADDON', remedy: 'pkw doctor says what is missing, and what builds it' });
    expect(() => loadNative({ platform: 'linux', from })).toThrow(error);
  });

  describeIf(addon, 'with the addon', () => {
    it.each([
      ['in the tree', 'native/build/packetwright.node', 'native/loader.ts'],
      ['in a release', `native/prebuilds/linux-${process.arch}/packetwright.node`, 'native/loader.ts'],
      ['beside the bundle', `dist/native/linux-${process.arch}/packetwright.node`, 'dist/index.js'],
      ['above a chunk', `dist/native/linux-${process.arch}/packetwright.node`, 'dist/chunks/live.js'],
      ['above a part of the library for Node', `dist/native/linux-${process.arch}/packetwright.node`, 'dist/node/parts/host.js'],
    ])('finds the binary %s', (_, place, from) => {
      put(place);
      const native = loadNative({ from: pathToFileURL(join(folder, from)).href });
      expect(native.now()).toBeGreaterThan(0);
    });

    it('refuses what is no addon', () => {
      mkdirSync(join(folder, 'build'));
      writeFileSync(join(folder, 'build/packetwright.node'), 'not a binary');
      expect(() => loadNative({ from: pathToFileURL(join(folder, 'loader.ts')).href })).toThrow(
        expect.objectContaining({ code: 'ERR_ADDON', message: expect.stringContaining('cannot be loaded') }),
      );
    });

    it('loads once', () => {
      expect(loadNative()).toBe(loadNative());
    });
  });
});
