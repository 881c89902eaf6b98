/** `packetwright`: the public names, and nothing else. */
export * from './core.ts';
