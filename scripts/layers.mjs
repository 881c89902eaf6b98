// src/protocols/layers.ts from the protocols' files: `node scripts/layers.mjs`; `--check` says whether it is up to date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYERS, layersText } from './lib/public-layers.mjs';
import { finish, readText, root } from './lib/tree.mjs';

const text = await layersText();
if (process.argv.includes('--check'))
  finish(
    readText(LAYERS) === text ? [] : [`${LAYERS} is not what the files beside it export; run: node scripts/layers.mjs`],
    `${LAYERS} is up to date`,
  );
else writeFileSync(join(root, LAYERS), text);
