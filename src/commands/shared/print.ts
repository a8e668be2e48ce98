import { UserError } from '../../model/errors.ts';
import type { Output } from '../../model/io.ts';

/**
 * Resolves when the text is handed on; a reader that has gone (`| head -1`) is no error.
 * @throws {UserError} for a stream that takes nothing: a full disk, say
 */
export function print(text: string, output: Output): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: NodeJS.ErrnoException | null) =>
      error && error.code !== 'EPIPE' ? reject(new UserError(`${error.message}`)) : resolve();
    if (text === '') resolve();
    else output.write(text, done);
  });
}
