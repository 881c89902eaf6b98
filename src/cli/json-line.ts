/** What `--json` prints of a thing that is no packet: one object on a line, with the schema that docs/json-of-commands.md promises. */
import { jsonText } from '../bytes/escape.ts';

export const jsonLine = (value: object): string => `${jsonText({ schema: 1, ...value })}\n`;
