import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
/** Only cgroup v2 has it. */
const CONTROLLERS = join(ROOT, 'cgroup.controllers');

/** One hierarchy with all controllers (v2), or one for each (v1). */
function hierarchies(): string[] {
  if (existsSync(CONTROLLERS)) return [ROOT];
  const entries = readdirSync(ROOT, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(ROOT, name));
}

export function canCreateCgroups(): boolean {
  try {
    for (const hierarchy of hierarchies()) accessSync(hierarchy, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Creates a cgroup in each hierarchy. */
export function createCgroup(name: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, name), { recursive: true });
  if (!existsSync(CONTROLLERS)) return;
  for (const controller of readFileSync(CONTROLLERS, 'utf8').trim().split(' '))
    writeFileSync(join(ROOT, 'cgroup.subtree_control'), `+${controller}`);
}
