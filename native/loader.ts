/**
 * Finds the addon's binary and loads it, at the first call.
 *
 * The binary lies in `build/` (made here by build.mjs) or `prebuilds/` (packed by a release) beside this file, or, once
 * bundled, in `native/` beside the bundle or up to two folders above (a chunk, the command line).
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PacketwrightError } from '../src/bytes/errors.ts';
import { NATIVE_VERSION, type NativeBinding } from './binding.ts';

export interface LoadOptions {
  /** Default: this process's. For tests. */
  readonly platform?: string;
  readonly arch?: string;
  /** Where to look first, as a file: URL; default this file's own. */
  readonly from?: string;
}

let loaded: NativeBinding | undefined;

/** Where the binary may be, the likeliest first. */
export function nativeCandidates(from: string, target: string): string[] {
  const name = `${target}/packetwright.node`;
  const places = ['build/packetwright.node', `prebuilds/${name}`, `native/${name}`, `../native/${name}`, `../../native/${name}`];
  return places.map((place) => fileURLToPath(new URL(place, from)));
}

/** It says how to get the addon, which depends on where the package came from. */
const ASK = 'pkw doctor says what is missing, and what builds it';

/**
 * The addon, loaded once a process.
 *
 * @throws ERR_PLATFORM elsewhere than on Linux, ERR_ADDON when no binary is there or it cannot be loaded.
 */
export function loadNative(o: LoadOptions = {}): NativeBinding {
  const platform = o.platform ?? process.platform;
  if (platform !== 'linux') {
    throw new PacketwrightError('ERR_PLATFORM', `live traffic needs Linux; this is ${platform}`, { platform });
  }
  if (loaded !== undefined && o.from === undefined) return loaded;
  const target = `linux-${o.arch ?? process.arch}`;
  const from = o.from ?? import.meta.url;
  const path = nativeCandidates(from, target).find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new PacketwrightError('ERR_ADDON', `the native addon for ${target} is missing`, { target, remedy: ASK });
  }
  let binding: NativeBinding;
  try {
    binding = createRequire(import.meta.url)(path) as NativeBinding;
  } catch (cause) {
    throw new PacketwrightError('ERR_ADDON', `the native addon ${path} cannot be loaded: ${(cause as Error).message}`, {
      path,
      remedy: ASK,
      cause,
    });
  }
  if (binding.version !== NATIVE_VERSION) {
    throw new PacketwrightError('ERR_ADDON', `the native addon ${path} has version ${binding.version}, expected ${NATIVE_VERSION}`, {
      path,
      remedy: ASK,
    });
  }
  if (o.from === undefined) loaded = binding;
  return binding;
}
