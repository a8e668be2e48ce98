import type { ConnectionFlags } from './connection.ts';
import type { IO } from './io.ts';
import type { Style } from './style.ts';

/** One subcommand, as data: cli/ makes the grammar and the help from it. */
export interface Command<
  Own extends readonly Flag[] = readonly Flag[],
  Shared extends readonly FlagGroup[] = readonly FlagGroup[],
> {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The forms, without the program's name: `describe svc [NAME...]`. */
  usage: readonly string[];
  /** What else the help says, as paragraphs; may be empty. One of lines indented by four spaces stays as it is. */
  description: string;
  /** As a terminal session; each line begins with `kubectl endpoints`. */
  examples: readonly string[];
  flags: Own;
  /** The groups of flags that it has in common with other commands. */
  shared: Shared;
  /** What a shell may complete as its arguments; absent: nothing. */
  completes?: { first: Completes } | { targets: readonly ResourceType[] };
  run(call: Call<FlagsOf<Own> & FlagsOf<Shared[number]['flags']>>, io: IO): Promise<number>;
}

/** Flags under one heading of the help. */
export interface FlagGroup {
  title: string;
  flags: readonly Flag[];
}

export interface Flag {
  name: string;
  short?: string;
  /** A list flag may be repeated, each value split at commas if `commas`. */
  type: 'boolean' | 'string' | 'list';
  commaSeparated?: boolean;
  /** What the help calls the value. */
  value?: string;
  /** The value of the flag given bare, as in `--dry-run`. */
  noOptDefault?: string;
  default?: string;
  /** The only values there are. */
  choices?: readonly string[];
  /** What a shell may complete as its value, where it has no choices. */
  completes?: Completes;
  /** Left out of the help, accepted because kubectl's commands accept it. */
  hidden?: boolean;
  summary: string;
}

/** The values of flags, by name in camel case; the type of each follows from how the flag is declared. */
export type FlagsOf<Flags extends readonly Flag[]> = {
  readonly [One in Flags[number] as CamelCase<One['name']>]: ValueOf<One>;
};

/** Null: a flag without default that was not given. */
type ValueOf<One extends Flag> = One extends { type: 'boolean' }
  ? boolean
  : One extends { type: 'list' }
    ? readonly string[]
    : Text<One> | (One extends { default: string } ? never : null);

type Text<One extends Flag> = One extends { choices: readonly (infer Choice)[] } ? Choice : string;

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** These words, or what is looked up when somebody asks. */
export type Completes = readonly string[] | CompletionSource;

export type CompletionSource =
  | 'file'
  | 'format'
  | 'finding'
  | 'context'
  | 'cluster'
  | 'user'
  | 'namespace'
  | ResourceType;

/** What a resource argument may be. */
export type ResourceType = 'service' | 'pod' | 'ingress' | 'ip';

/** A parsed command line. */
export interface Call<Flags = unknown> {
  args: readonly string[];
  flags: Flags;
  /** What the shared flags come to, for commands that take them. */
  connection: ConnectionFlags;
  style: Style;
}
