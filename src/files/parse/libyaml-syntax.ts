/** Deeper than the indentation of any manifest. */
const INDENT = ' '.repeat(100);

const PATTERNS = {
  blank: /[ \t]+/y,
  restOfLine: /.*/y,
  breaks: /[\r\n]+/y,
  indicator: /[-?:](?=\s|$)/y,
  property: /[&!*][^\s,[\]{}]*/y,
  blockScalar: /[|>][-+\d]*[ \t]*(?:#.*)?$/my,
  singleQuoted: /'(?:[^']|'')*'?/y,
  doubleQuoted: /"(?:[^"\\]|\\[\s\S])*"?/y,
  plainKey: /[^\s#](?:[^:\r\n#]|:(?![ \t\r\n]|$)|(?<![ \t])#)*:(?=[ \t\r\n]|$)/y,
  flowPlain: /[^\s,[\]{}:#"'](?:[^\r\n,[\]{}:#]|:(?=\S)|(?<!\s)#)*/y,
  comment: /#.*/y,
};

/** Whether js-yaml may read another value than go-yaml: it ends a text in flow style at each of these. */
export function mayBeReadOtherwise(text: string): boolean {
  return text.includes(':]') || text.includes(':,') || text.includes(':}');
}

/**
 * Writes as YAML 1.2 has it what go-yaml, a port of libyaml, reads more freely: continuation lines of quoted text and of
 * flow style in any column, `[fd00::]`, `"a"# comment`, and an escaped apostrophe. Each line stays where it is.
 */
export function asYaml12(text: string): string {
  const scanner = new Scanner(text);
  scanner.document();
  let end = 0;
  const parts: string[] = [];
  for (const { from, to, replacement } of scanner.edits.toSorted((a, b) => a.from - b.from)) {
    parts.push(text.slice(end, from), replacement);
    end = to;
  }
  return parts.join('') + text.slice(end);
}

interface Edit {
  from: number;
  to: number;
  replacement: string;
}

/** Finds scalars and flow style; it knows no errors of syntax. */
class Scanner {
  readonly edits: Edit[] = [];
  readonly #text: string;
  #at = 0;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    while (this.#at < this.#text.length) {
      this.#lineStart = this.#at;
      this.#blockLine();
      this.#skip('restOfLine');
      this.#nextLine();
    }
  }

  /** The nodes that begin in a line of block style: `- key: "value"`. */
  #blockLine(): void {
    /** The column of the collection that the next node belongs to. */
    let parent = -1;
    for (;;) {
      this.#skip('blank');
      const column = this.#at - this.#lineStart;
      if (this.#skip('indicator')) parent = column;
      else if (this.#skip('blockScalar')) {
        this.#blockScalar(parent);
        return;
      } else if (this.#quoted() || this.#flow()) {
        if (this.#text[this.#at] === '#') this.#insert(this.#at, ' ');
        this.#skip('blank');
        if (this.#text[this.#at] !== ':') return;
        this.#at += 1;
        parent = column;
      } else if (this.#skip('property')) continue;
      else if (this.#skip('plainKey')) parent = column;
      else return;
    }
  }

  #blockScalar(parent: number): void {
    for (;;) {
      const before = this.#at;
      this.#nextLine();
      if (this.#at >= this.#text.length) return;
      const start = this.#at;
      while (this.#text[this.#at] === ' ') this.#at += 1;
      const isBlank = /[\r\n\t]/.test(this.#text[this.#at] ?? '\n');
      if (!isBlank && this.#at - start <= parent) {
        this.#at = before;
        return;
      }
      this.#skip('restOfLine');
    }
  }

  #quoted(): boolean {
    const start = this.#at;
    if (!this.#skip('singleQuoted') && !this.#skip('doubleQuoted')) return false;
    const written = this.#text.slice(start, this.#at);
    if (written.startsWith('"'))
      for (const { index, 0: escaped } of written.matchAll(/\\[\s\S]/g))
        if (escaped === "\\'") this.#insert(start + index, '', 1);
    for (let at = written.indexOf('\n'); at >= 0; at = written.indexOf('\n', at + 1))
      this.#continueLine(start + at + 1);
    return true;
  }

  #flow(): boolean {
    if (!/[[{]/.test(this.#text[this.#at] ?? '')) return false;
    let depth = 0;
    while (this.#at < this.#text.length) {
      if (this.#skip('blank') || this.#skip('comment') || this.#quoted() || this.#flowPlain()) continue;
      const character = this.#text[this.#at] as string;
      this.#at += 1;
      if (character === '[' || character === '{') depth += 1;
      if (character === ']' || character === '}') depth -= 1;
      if (depth === 0) return true;
      if (character === '\n') this.#continueLine(this.#at);
    }
    return true;
  }

  /** A colon is part of the text unless a blank follows. */
  #flowPlain(): boolean {
    const start = this.#at;
    if (!this.#skip('flowPlain')) return false;
    if (this.#text[this.#at - 1] !== ':') return true;
    this.#insert(start, "'");
    this.#insert(this.#at, "'");
    return true;
  }

  #insert(from: number, replacement: string, length = 0): void {
    this.edits.push({ from, to: from + length, replacement });
  }

  /** Indents a line, unless it is empty. */
  #continueLine(start: number): void {
    if (/[^\r\n]/.test(this.#text[start] ?? '\n')) this.#insert(start, INDENT);
  }

  #nextLine(): void {
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] === '\n') this.#at += 1;
    this.#lineStart = this.#at;
  }

  #skip(name: keyof typeof PATTERNS): boolean {
    const pattern = PATTERNS[name];
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    const moved = pattern.lastIndex > this.#at;
    this.#at = pattern.lastIndex;
    return moved;
  }
}
