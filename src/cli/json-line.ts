/**
 * What `--json` prints of a thing that is no packet: one object on a line, with the schema that docs/json-of-commands.md promises. Controls in
 * it are escaped by who writes it (guarded-terminal.ts): of JSON that is the same JSON.
 */
export const jsonLine = (value: object): string => `${JSON.stringify({ schema: 1, ...value })}\n`;
