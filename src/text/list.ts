/** Counts and lists in messages. */

/** `1 Pod`, `3 Pods`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** `a, b, c and 4 more`; `<none>` when empty. */
export function listed(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (items.length === 0) return '<none>';
  if (items.length <= most) return items.join(', ');
  return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

/** The end of a sentence about directories that were read without -R. */
export function unreadDirectories(count: number): string {
  return count === 0 ? '' : `; ${counted(count, 'subdirectory', 'subdirectories')} not read (use -R)`;
}
