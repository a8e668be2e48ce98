/** `node scripts/name-repository.ts`, in a release: names the repository in all files that link to it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { NAMING_FILES, withRepository } from './package/repository.ts';

for (const file of NAMING_FILES) writeFileSync(file, withRepository(readFileSync(file, 'utf8')));
