/** Words file errors as Go's os package does: `open /x: no such file or directory`. */
import { UserError } from '../../model/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
};

export function fileReason(error: unknown, path: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const call = code === 'EISDIR' ? 'read' : 'open';
  return `${call} ${path}: ${REASONS[code] ?? message}`;
}

export const fileError = (error: unknown, path: string) => new UserError(fileReason(error, path));
