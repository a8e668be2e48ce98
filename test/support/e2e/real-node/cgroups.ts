import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
/** Of cgroup v2. */
const CONTROLLERS = join(ROOT, 'cgroup.controllers');

/** One hierarchy with all controllers (v2), or one for each (v1). */
const hierarchies = () =>
  existsSync(CONTROLLERS)
    ? [ROOT]
    : readdirSync(ROOT, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(ROOT, name));

/** Creates a cgroup in each hierarchy. */
export function createCgroup(name: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, name), { recursive: true });
  if (!existsSync(CONTROLLERS)) return;
  for (const controller of ['cpu', 'cpuset', 'memory', 'hugetlb', 'pids'])
    writeFileSync(join(ROOT, 'cgroup.subtree_control'), `+${controller}`);
}
