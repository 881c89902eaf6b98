/** How something is called: for completion of arguments, and for the line below the prompt. */
import { ABOUT } from '../../functions/about.ts';
import type { ShellSession } from '../../make-shell.ts';
import { ScapyPacket } from '../../packets/scapy-packet.ts';
import { Bound, Builtin, FUNC, isFunc } from '../../python/callable.ts';
import { layerOf } from './known-value.ts';

export interface CallSignature {
  /** `IP(dst, …)`. */
  readonly text: string;
  /** Arguments that can be given by name. */
  readonly names: readonly string[];
  /** What the argument of that name is. */
  about(name: string): string | undefined;
}

/** @param expression how the user wrote what he calls */
export function signatureOf(session: ShellSession, expression: string, value: unknown): CallSignature | undefined {
  const layer = layerOf(value);
  if (layer !== undefined) {
    const node = new ScapyPacket(session.place, layer);
    const names = node.fieldNames();
    return {
      text: `${layer.layerName}(${names.map((name) => `${name}=`).join(', ')})`,
      names,
      about: (name) => {
        const slot = node.slot(name);
        if (slot === undefined) return undefined;
        const told = slot.options.about ?? '';
        return `${layer.layerName}.${name}: ${slot.kind.label}${told === '' ? '' : `, ${told}`}`;
      },
    };
  }
  const text = textOf(expression, value);
  if (text === undefined) return undefined;
  const names = parameterNames(text);
  const told = ABOUT[nameOf(expression)]?.about;
  return { text: told === undefined ? text : `${text}: ${told}`, names, about: () => undefined };
}

const nameOf = (expression: string): string => expression.slice(expression.lastIndexOf('.') + 1);

function textOf(expression: string, value: unknown): string | undefined {
  const about = expression.includes('.') ? undefined : ABOUT[expression];
  if (about !== undefined && value instanceof Builtin) return about.usage;
  const func = value instanceof Bound ? value.func : value;
  if (func instanceof Builtin) return func.text;
  if (!isFunc(func)) return undefined;
  const { name, signature } = func[FUNC];
  const parameters = signature.parameters.map((one) => one.name).filter((one, i) => i > 0 || !(value instanceof Bound) || one !== 'self');
  return `${nameOf(name)}(${parameters.join(', ')})`;
}

/** `timeout` of `sr(p, timeout=2)`. Those without a default are given by place. */
function parameterNames(text: string): string[] {
  const inside = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
  return Array.from(inside.matchAll(/(?:^|,)\s*([A-Za-z_]\w*)(\s*=)?/g), ([, name = '']) => name).filter((name) => !name.startsWith('_'));
}
