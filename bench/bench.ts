/** What every part of a run needs. */
export interface Bench {
  /** For what is written on the way; removed at the end. */
  directory: string;
  /** Ctrl-C. */
  signal: AbortSignal;
  /** How far it is, on stderr. */
  tell(text: string): void;
}
