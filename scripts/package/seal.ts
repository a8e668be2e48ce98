/**
 * The environment variables of Bun, which it reads in compiled executables too: `BUN_BE_BUN=1` turns one into the
 * command `bun`, BUN_OPTIONS adds flags, NODE_DEBUG prints headers, NODE_EXTRA_CA_CERTS reads a file. No compiler flag
 * turns that off, so each is renamed to a name that no shell can set, such as `BUN$OPTIONS`, which is still valid in
 * JavaScript.
 */
const NAMES = /(?:BUN(?=_[A-Z])|NODE(?=_(?:CHANNEL_FD|DEBUG|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)\b))_/g;

/** Names that the runtime must contain; otherwise sealing would miss renamed variables. */
const EXPECTED = ['BUN_BE_BUN', 'BUN_OPTIONS', 'BUN_INSPECT', 'NODE_DEBUG', 'NODE_EXTRA_CA_CERTS'];

/**
 * Makes a runtime ignore the environment variables of its user.
 * @throws {Error} for a runtime without the expected names
 */
export function seal(runtime: Buffer): Buffer {
  const text = runtime.toString('latin1');
  const missing = EXPECTED.filter((name) => !text.includes(name));
  if (missing.length > 0) throw new Error(`this runtime does not know ${missing.join(', ')}`);
  const sealed = Buffer.from(runtime);
  for (const { 0: name, index } of text.matchAll(NAMES)) sealed.write('$', index + name.length - 1, 'latin1');
  return sealed;
}
