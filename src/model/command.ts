import type { ConnectionFlags } from './connection.ts';
import type { IO } from './io.ts';
import type { Style } from './style.ts';

/** One subcommand, as data: cli/ makes the grammar and the help from it. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The forms, without the program's name: `describe svc [NAME...]`. */
  usage: readonly string[];
  /** What else the help says, as paragraphs; may be empty. One of lines indented by four spaces stays as it is. */
  description: string;
  /** As a terminal session; each line begins with `kubectl endpoints`. */
  examples: readonly string[];
  /** The groups of shared flags that it takes. */
  shared: readonly FlagGroup[];
  flags: readonly Flag[];
  /** What -o of the group `output` takes. */
  formats?: readonly string[];
  /** What a shell may complete as its arguments; absent: nothing. */
  completes?: { first: Completes } | { targets: readonly TargetType[] };
  run(call: Call, io: IO): Promise<number>;
}

/** `connection`: kubectl's own; `scope`: -n -A -l; `files`: -f -R --local; `output`: -o --no-headers --color. */
export type FlagGroup = 'connection' | 'scope' | 'files' | 'output';

export interface Flag {
  name: string;
  short?: string;
  /** A list flag may be repeated, each value split at commas if `commas`. */
  type: 'boolean' | 'string' | 'list';
  commas?: boolean;
  /** What the help calls the value. */
  value?: string;
  /** The value of the flag given bare, as in `--dry-run`. */
  bare?: string;
  default?: string;
  /** The only values there are. */
  choices?: readonly string[];
  /** What a shell may complete as its value, where it has no choices. */
  completes?: Completes;
  /** Left out of the help, accepted because kubectl's commands accept it. */
  hidden?: boolean;
  summary: string;
}

/** These words, or what is looked up when somebody asks. */
export type Completes = readonly string[] | Source;

export type Source =
  | 'file'
  | 'format'
  | 'finding'
  | 'context'
  | 'cluster'
  | 'user'
  | 'namespace'
  | TargetType;

/** What a resource argument may be. */
export type TargetType = 'service' | 'pod' | 'ingress' | 'ip';

/** A parsed command line. */
export interface Call {
  args: readonly string[];
  flags: Flags;
  /** What the shared flags come to, for commands that take them. */
  connection: ConnectionFlags;
  style: Style;
}

/** The values of flags, by name without dashes; a flag that was not given has its default. */
export interface Flags {
  text(name: string): string;
  /** Null when it was not given and has no default. */
  given(name: string): string | null;
  on(name: string): boolean;
  list(name: string): readonly string[];
}
