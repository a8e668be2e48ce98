import { UserError } from '../../model/errors.ts';
import type { Output } from '../../model/io.ts';

/**
 * Writes text, and resolves when it is written. A closed pipe (`| head -1`) is no error.
 * @throws {UserError} if writing fails, for example on a full disk
 */
export function print(text: string, output: Output): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: NodeJS.ErrnoException | null) =>
      error && error.code !== 'EPIPE' ? reject(new UserError(`${error.message}`)) : resolve();
    if (text === '') resolve();
    else output.write(text, done);
  });
}
