/** The line ends of a text, found when the first one is asked for. */
export class LineEnds {
  readonly #text: string;
  #ends: number[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** The number of lines that end before a position: its line, counted from 0. */
  before(position: number): number {
    this.#ends ??= endsIn(this.#text);
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function endsIn(text: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return ends;
}
