// Writes docs/images/ from a run of the program: the pictures of README, light and dark.
import { mkdirSync, writeFileSync } from 'node:fs';
import { pictures } from './picture/run.ts';

mkdirSync('docs/images', { recursive: true });
for (const [name, svg] of Object.entries(await pictures())) writeFileSync(`docs/images/${name}`, svg);
