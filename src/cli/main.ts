/** The program `pkw`. It is built to CommonJS, which Node starts soonest, and answers `--version` by itself. */
import { writeSync } from 'node:fs';
import { version } from '../bytes/version.ts';

const words = process.argv.slice(2);

/** False as well when nobody takes it: the program behind knows what a full or a closed pipe asks for. */
function answered(): boolean {
  if (words.length !== 1 || (words[0] !== '--version' && words[0] !== '-V')) return false;
  try {
    writeSync(1, `packetwright ${version}\n`);
    return true;
  } catch {
    return false;
  }
}

if (!answered()) void import('./program.ts').then(({ program }) => program(words));
