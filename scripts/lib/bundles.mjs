// What is bundled from where: build.mjs makes it, check-exports.mjs and check-core.mjs look at it.

/** The library: one build, so that classes in chunks that entries share are the same objects. Dependencies stay imports. */
export const libraryEntries = {
  index: 'src/index.ts',
  core: 'src/core.ts',
  lab: 'src/lab/index.ts',
};

/** The command line: a build of its own with its dependencies inside, a lazy chunk a command. */
export const cliEntry = 'src/cli/main.ts';

/** The process that takes changes to the kernel back when its parent has ended: a build of its own, so that it starts quickly. */
export const undoChildEntry = 'src/host/linux/undo/undo-child.ts';
