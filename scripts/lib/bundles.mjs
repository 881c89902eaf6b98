// What is bundled from where: build.mjs makes it, check-exports.mjs and check-core.mjs look at it.
import { breakLines } from './break-lines.mjs';

/** The library: one build, so that classes in chunks that entries share are the same objects. Dependencies stay imports. */
export const libraryEntries = {
  index: 'src/index.ts',
  core: 'src/core.ts',
  lab: 'src/lab/index.ts',
};

/** Entries of the library that others of it do not load: on Node scripts of their own, as the parts of the command line are. */
export const furtherEntries = {
  scapy: 'src/shell/scapy.ts',
  stack: 'src/stack/index.ts',
  'stack-node': 'src/stack/node/index.ts',
  test: 'src/matchers/index.ts',
};

/** What starts the command line: CommonJS, since Node starts that soonest. */
export const cliEntry = 'src/cli/main.ts';

/** The command line itself, built with the library, so that both are one: below dist/node/ -> where it begins. */
export const programs = { 'cli/program': 'src/cli/program.ts' };

/**
 * Builds of their own: the process that takes changes to the kernel back when its parent has ended, so that it starts quickly, and the vendors of
 * hardware addresses, whose table is larger than the rest and shares nothing with it.
 */
export const aloneEntries = {
  'undo-child': 'src/host/linux/undo/undo-child.ts',
  vendors: 'src/vendors/index.ts',
};

/** rolldown's options for everything that is published. */
export const common = {
  platform: /** @type {const} */ ('node'),
  // The oldest Node of package.json's `engines`: what it does not read yet (`await using`) is written otherwise.
  transform: { target: 'node20.19' },
  logLevel: /** @type {const} */ ('warn'),
  plugins: [breakLines],
};

/** How files are named and written. */
export const output = (/** @type {string} */ dir) =>
  /** @type {const} */ ({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // For stack traces. The sources' texts, once in each bundle, would double the package.
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: { legal: true, annotation: true, jsdoc: false },
    // Reading the text is half of what importing costs. Names of functions and classes stay, for stack traces.
    minify: {
      compress: false,
      mangle: { toplevel: true, keepNames: { function: true, class: true } },
      codegen: { removeWhitespace: true },
    },
  });
