import { UserError } from '../../model/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
};

/** What Go says about a file that could not be opened or read: `open /x: no such file or directory`. */
export function fileReason(error: unknown, path: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const call = code === 'EISDIR' ? 'read' : 'open';
  return `${call} ${path}: ${REASONS[code] ?? message}`;
}

export const fileError = (error: unknown, path: string) => new UserError(fileReason(error, path));
