/** Streams, environment and platform of the process. bin/ passes them in; no other code touches `process`. */
export interface IO {
  stdin: AsyncIterable<Uint8Array | string> & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  home: string;
  /** Node's names: `linux`, `x64`. */
  platform: string;
  arch: string;
  /** The JavaScript runtime: `node v26.10.0`. */
  runtime: string;
  /** Aborted when the user presses Ctrl-C. */
  interrupted: AbortSignal;
  /** Credential plugins must not prompt: completion and version are not interactive. */
  unattended?: true;
}

export interface Output {
  /** Calls back when the text has been written, with an error if the pipe is closed. */
  write(text: string, done?: (error?: Error | null) => void): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Shows on a terminal how many objects have been read. */
export interface Progress {
  /**
   * @param plural the resource: `pods`
   * @param remaining objects still to read; null: unknown
   */
  update(plural: string, read: number, remaining: number | null): void;
  /** IO whose stderr erases the progress line before it writes anything else. */
  io: IO;
  /** Erases the progress line. */
  end(): void;
}
