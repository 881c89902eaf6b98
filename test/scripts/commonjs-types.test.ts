/** Declarations for CommonJS: what stands in them of an entry, and of an entry within it. That they compile and are true, check-pack.mjs says. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commonjsTypes } from '../../scripts/lib/commonjs-types.mjs';

it('has each name once: values with their comments, types, and classes as both', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-commonjs-'));
  try {
    mkdirSync(join(folder, 'src'));
    const core = ['/** A number. */', 'export declare const one: number;', 'export interface Two {', '    n: number;', '}'];
    const whole = [
      "export * from './core.js';",
      '/** A list. */\nexport declare class Three<S extends string = string, T = number> extends Array<S> {\n    t: T;\n}',
      'export declare function four(): void;',
    ];
    writeFileSync(join(folder, 'src/core.d.ts'), core.join('\n'));
    writeFileSync(join(folder, 'src/index.d.ts'), whole.join('\n'));
    const entry = (name: string) => ({ require: join(folder, `${name}.d.cts`), default: join(folder, `src/${name}.d.ts`) });
    const texts = [...commonjsTypes([entry('index'), entry('core')]).values()].map((text) => text.trimEnd().split('\n'));
    expect(texts).toEqual([
      [
        "import type * as all from './src/index.js' with { 'resolution-mode': 'import' };",
        "export * from './core.cjs';",
        '/** A list. */',
        'export declare const Three: typeof all.Three;',
        'export type Three<S extends string = string, T = number> = all.Three<S, T>;',
        'export declare const four: typeof all.four;',
      ],
      [
        "import type * as all from './src/core.js' with { 'resolution-mode': 'import' };",
        "export type { Two } from './src/core.js' with { 'resolution-mode': 'import' };",
        '/** A number. */',
        'export declare const one: typeof all.one;',
      ],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
