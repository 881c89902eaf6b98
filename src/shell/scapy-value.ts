/** Packets in scapy's notation on a command line: `pkw sr1 'IP(dst="192.0.2.1")/ICMP()'`. */
import type { Packet } from '../packet/laid/packet.ts';
import type { Template } from '../packet/templates/template.ts';
import { packetsIn, sendable } from './functions/packets-to-send.ts';
import { calledName, nodesIn } from './lint/walk.ts';
import { ShellSession } from './make-shell.ts';
import { NotationError } from './notation/error.ts';
import { Blocks } from './notation/read/blocks.ts';
import { Scope } from './notation/read/scope.ts';
import { Source } from './notation/read/source.ts';
import { Tokenizer } from './notation/read/tokenizer.ts';

/** Whether it has what only scapy's notation has: layers by `/`, fields by `name=value`. */
export function isScapysNotation(text: string): boolean {
  try {
    for (const node of nodesIn(new Blocks(new Tokenizer(new Source(text), false), new Scope('top')).program())) {
      if (node.type === 'call' && node.named.length > 0) return true;
      if (node.type === 'binary' && node.operator === '/')
        for (const side of [node.left, node.right]) if (side.type === 'call' && /^[A-Z]/.test(calledName(side) ?? '')) return true;
    }
    return false;
  } catch (error) {
    if (error instanceof NotationError) return false;
    throw error;
  }
}

/** What can be sent of it. @throws what is wrong with it, with the column */
export async function scapyValue(text: string): Promise<(Packet | Template)[]> {
  let value: unknown;
  const shell = new ShellSession({
    // Where it leaves from is for who sends it to say.
    host: () => Promise.reject(new Error('no host')),
    write: () => undefined,
    note: () => undefined,
    show: async (v) => void (value = v),
  });
  await shell.run(text, { interactive: true, file: 'expression' });
  return sendable(await packetsIn(shell.place, value));
}
