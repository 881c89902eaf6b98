/** The line below the prompt: how the call under the cursor is made. */
import type { ShellSession } from '../../make-shell.ts';
import { contextOf } from './context.ts';
import { knownValue } from './known-value.ts';
import { signatureOf } from './signature.ts';

export function hint(session: ShellSession, text: string, cursor: number): string | undefined {
  if (!text.includes('(')) return undefined;
  const { open, comment } = contextOf(text, cursor);
  const call = comment ? undefined : open.findLast(({ bracket, of }) => bracket === '(' && of !== '');
  if (call === undefined) return undefined;
  const signature = signatureOf(session, call.of, knownValue(session, call.of));
  if (signature === undefined) return undefined;
  return (call.named === undefined ? undefined : signature.about(call.named)) ?? signature.text;
}
