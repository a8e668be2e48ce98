/** Draws a terminal as SVG: text with colors, in a window with a title bar. It needs no font beside the viewer's own. */

export interface Palette {
  window: string;
  bar: string;
  border: string;
  text: string;
  dim: string;
  /** By the number of the ANSI color: 31 is red. */
  colors: Readonly<Record<number, string>>;
}

/** GitHub's colors, which are readable on its pages. */
export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    window: '#ffffff',
    bar: '#f6f8fa',
    border: '#d1d9e0',
    text: '#1f2328',
    dim: '#59636e',
    colors: { 31: '#cf222e', 32: '#1a7f37', 33: '#9a6700', 34: '#0969da', 35: '#8250df', 36: '#1b7c83' },
  },
  dark: {
    window: '#0d1117',
    bar: '#161b22',
    border: '#3d444d',
    text: '#e6edf3',
    dim: '#9198a1',
    colors: { 31: '#ff7b72', 32: '#3fb950', 33: '#d29922', 34: '#58a6ff', 35: '#bc8cff', 36: '#39c5cf' },
  },
};

export interface Drawing {
  /** What a screen reader says. */
  title: string;
  /** In the bar of the window. */
  caption: string;
  /** With ANSI escapes for colors. */
  output: string;
  columns: number;
}

const FONT = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace';
const FONT_SIZE = 13;
const CELL = { width: 7.82, height: 18 };
const BAR = 30;
const MARGIN = 16;

export function terminalSvg({ title, caption, output, columns }: Drawing, palette: Palette): string {
  const lines = output.trimEnd().split('\n');
  const width = Math.ceil(columns * CELL.width) + 2 * MARGIN;
  const height = BAR + lines.length * CELL.height + 2 * MARGIN;
  const text = lines.map((line, row) => lineSvg(line, row, palette)).filter(Boolean);
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="title">${escapeXml(title)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${palette.window}" stroke="${palette.border}"/>
<path d="M0.5 ${BAR}V8.5a8 8 0 0 1 8-8H${width - 8.5}a8 8 0 0 1 8 8V${BAR}z" fill="${palette.bar}" stroke="${palette.border}"/>
${['#ff5f57', '#febc2e', '#28c840'].map((fill, i) => `<circle cx="${18 + 18 * i}" cy="${BAR / 2}" r="5.5" fill="${fill}"/>`).join('')}
<g font-family='${FONT}' font-size="${FONT_SIZE}" fill="${palette.text}" xml:space="preserve">
<text x="${width / 2}" y="${BAR / 2 + 4.5}" text-anchor="middle" fill="${palette.dim}">${escapeXml(caption)}</text>
${text.join('\n')}
</g>
</svg>
`;
}

interface Style {
  bold: boolean;
  dim: boolean;
  color: number | null;
}

const PLAIN: Style = { bold: false, dim: false, color: null };

function lineSvg(line: string, row: number, palette: Palette): string {
  const y = BAR + MARGIN + (row + 0.75) * CELL.height;
  const spans = wordsOf(line).map(({ column, text, style }) => {
    const x = round(MARGIN + column * CELL.width);
    return `<tspan x="${x}"${attributes(style, palette)}>${escapeXml(text)}</tspan>`;
  });
  return spans.length === 0 ? '' : `<text y="${round(y)}">${spans.join('')}</text>`;
}

interface Word {
  column: number;
  text: string;
  style: Style;
}

/**
 * The text of a line, apart where the style changes or columns of a table begin. Each part has its own position, so
 * that columns align in any font.
 */
export function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let style = PLAIN;
  let column = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI escapes
  for (const [part, codes] of line.matchAll(/\x1b\[([\d;]*)m| {2,}|(?:(?! {2})[^\x1b])+/g)) {
    if (codes !== undefined) {
      style = codes.split(';').reduce((before, code) => restyled(before, Number(code)), style);
      continue;
    }
    if (part.trim() !== '') words.push({ column, text: part, style });
    column += part.length;
  }
  return words;
}

function restyled(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: null };
  if (code in PALETTES.light.colors) return { ...style, color: code };
  throw new Error(`ANSI code ${code} cannot be drawn`);
}

function attributes({ bold, dim, color }: Style, palette: Palette): string {
  const fill = color === null ? (dim ? palette.dim : null) : palette.colors[color];
  return `${fill ? ` fill="${fill}"` : ''}${bold ? ' font-weight="bold"' : ''}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
