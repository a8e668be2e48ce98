import type { Output } from '../model/io.ts';

/** Resolves when the text is handed on; a reader that has gone (`| head -1`) is no error. */
export function print(text: string, output: Output): Promise<void> {
  return new Promise((resolve) => {
    if (text === '') resolve();
    else output.write(text, () => resolve());
  });
}
