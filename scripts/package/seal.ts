/** Takes from a runtime what the environment of a user could change in it. */

/**
 * Bun reads variables in compiled executables as well: `BUN_BE_BUN=1` makes it the command `bun`, `BUN_OPTIONS` adds
 * flags, NODE_DEBUG prints headers, NODE_EXTRA_CA_CERTS costs the reading of a file. No flag of the compiler turns
 * that off. So each name is written so that no shell can set it, `BUN$OPTIONS`; it is one in JavaScript still.
 */
const NAMES = /(?:BUN(?=_[A-Z])|NODE(?=_(?:CHANNEL_FD|DEBUG|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)\b))_/g;

/** What must be there, or the runtime is not the one that this was written for. */
const EXPECTED = ['BUN_BE_BUN', 'BUN_OPTIONS', 'BUN_INSPECT', 'NODE_DEBUG', 'NODE_EXTRA_CA_CERTS'];

/** @throws {Error} for a runtime that reads other names */
export function seal(runtime: Buffer): Buffer {
  const text = runtime.toString('latin1');
  const missing = EXPECTED.filter((name) => !text.includes(name));
  if (missing.length > 0) throw new Error(`this runtime does not know ${missing.join(', ')}`);
  const sealed = Buffer.from(runtime);
  for (const { 0: name, index } of text.matchAll(NAMES)) sealed.write('$', index + name.length - 1, 'latin1');
  return sealed;
}
