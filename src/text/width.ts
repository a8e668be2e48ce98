import stringWidth from 'string-width';

const ESCAPE = String.fromCharCode(27);
const COLOR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

export const withoutColor = (text: string) => (text.includes(ESCAPE) ? text.replace(COLOR, '') : text);

/** Whether every character is one column wide: printable ASCII, ignoring color. Most API names are. */
export const isPlain = (text: string) => /^[ -~]*$/.test(withoutColor(text));

/** The columns that text occupies in a terminal. */
export function widthOf(text: string): number {
  return isPlain(text) ? withoutColor(text).length : stringWidth(text);
}
