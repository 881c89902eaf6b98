/** `~` in the names of files. */
import { homedir } from 'node:os';

export const expandHome = (path: string): string => (path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path);
