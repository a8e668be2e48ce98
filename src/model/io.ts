/** The world outside, as bin/ hands it in: no other code touches `process`. */
export interface IO {
  stdin: AsyncIterable<Uint8Array | string> & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  home: string;
  /** As Node calls them: `linux`, `x64`. */
  platform: string;
  arch: string;
  /** What the program runs on: `node v26.10.0`. */
  runtime: string;
  /** Aborted when the user presses Ctrl-C. */
  interrupted: AbortSignal;
  /** The user waits for something else: no program that is run may ask at the terminal. */
  unattended?: true;
}

export interface Output {
  /** Calls back once the text is handed on, with the error if the pipe is closed. */
  write(text: string, done?: (error?: Error | null) => void): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** How far reading has come, shown on a terminal. */
export interface Progress {
  /** Shows the plural of what is read, how many objects so far, how many are left (null: unknown). */
  update(plural: string, read: number, remaining: number | null): void;
  /** The IO to go on with: its stderr takes the line away before anything else is written. */
  io: IO;
  /** Takes the line away. */
  end(): void;
}
