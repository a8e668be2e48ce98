const SAFE = /^[A-Za-z0-9_\-./:=,@%+]+$/;

/** A command line that a POSIX shell reads back as exactly these words. */
export function commandLine(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** A command of kubectl in a namespace, to be pasted. */
export function kubectl(namespace: string, ...words: readonly string[]): string {
  return commandLine('kubectl', '-n', namespace, ...words);
}

function quoted(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
