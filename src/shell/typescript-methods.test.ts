/** Methods that Python and JavaScript both have, called as JavaScript's: Node itself says what they give. */
import { expect, it } from 'vitest';
import { typedLines as typed } from '../../test/support/shell/typed-lines.ts';

const SAME = [
  `'abcb'.replace(/b/g, 'X')`,
  `'abcb'.replace(/b/, '[$&]')`,
  `'abcb'.replace('b', (c) => c + c)`,
  `'abcb'.replaceAll('b', (c) => c + c)`,
  `'abcabc'.replace(/(b)(c)/g, (all, b, c) => c + b)`,
  `'a-b_c'.split(/[-_]/).join('+')`,
  `[3, 1, 2].toSorted((a, b) => a - b).join(' ')`,
  `[3, 1, 2].findLast((x) => x > 1)`,
];

it.each(SAME)('%s', async (text) => {
  const here: unknown = new Function(`return ${text}`)();
  expect(await typed(text)).toBe(typeof here === 'string' ? `'${here}'` : String(here));
});

it("keeps Python's where the arguments are Python's", async () => {
  expect(await typed(`'abcb'.replace('b', '$&')`)).toBe("'a$&c$&'");
  expect(await typed(`'abcb'.replace('b', 'X', 1)`)).toBe("'aXcb'");
  await expect(typed(`'a'.replace('a', 3)`)).rejects.toThrow('must be str, not int');
});

it('sets fields of a packet as TypeScript does', async () => {
  expect(await typed('p = IP()/TCP()', 'p.set(IP, {ttl: 5}).set(TCP, {dport: 9})')).toBe(
    '<IP  frag=0 ttl=5 proto=tcp |<TCP  dport=discard |>>',
  );
  await expect(typed('(IP()/TCP()).set(UDP, {dport: 9})')).rejects.toThrow('which has IP/TCP');
  await expect(typed('IP().set(IP, {ttk: 9})')).rejects.toThrow('ttk: did you mean ttl?');
});

it('takes the types of a call, and compares where there is space', async () => {
  expect(await typed('const add = (x) => x + 1', 'add<number>(3)')).toBe('4');
  expect(await typed('const add = (x) => x + 1', 'add<Map<string, number[]>>(3)')).toBe('4');
  expect(await typed('a = 1; b = 2', 'a < b > (1)')).toBe('True');
});
