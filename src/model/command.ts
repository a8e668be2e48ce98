import type { ConnectionFlags } from './connection.ts';
import type { IO } from './io.ts';
import type { Style } from './style.ts';

/** A subcommand as data. cli/ derives parsing, help and completion from it. */
export interface Command<
  Own extends readonly Flag[] = readonly Flag[],
  Shared extends readonly FlagGroup[] = readonly FlagGroup[],
> {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Usage lines without the program's name: `describe svc [NAME...]`. */
  usage: readonly string[];
  /** Paragraphs of the help; may be empty. A paragraph indented by four spaces is printed verbatim. */
  description: string;
  /** Command lines; each begins with `kubectl endpoints`. */
  examples: readonly string[];
  flags: Own;
  /** Flag groups shared with other commands. */
  shared: Shared;
  /** The help where the first argument is of this type. */
  topics?: Readonly<Record<ResourceType, HelpTopic>>;
  /** Completion of arguments; absent: none. */
  completes?: { first: Completes } | { targets: readonly ResourceType[] };
  run(call: Call<FlagsOf<Own> & FlagsOf<Shared[number]['flags']>>, io: IO): Promise<number>;
}

/** The help of a command; of `describe`, also for one type of resource. */
export type HelpTopic = Pick<Command, 'summary' | 'usage' | 'description' | 'examples'>;

/** Flags under one heading of the help. */
export interface FlagGroup {
  title: string;
  flags: readonly Flag[];
}

/** A command-line flag, as pflag and kubectl define them. */
export interface Flag {
  name: string;
  short?: string;
  /** A list flag may be repeated; with `commaSeparated` each value is split at commas. */
  type: 'boolean' | 'string' | 'list';
  commaSeparated?: boolean;
  /** The placeholder of the value in help: `NAME`. */
  value?: string;
  /** The value of the flag without a value, as in `--dry-run` (pflag's NoOptDefVal). */
  noOptDefault?: string;
  default?: string;
  /** The allowed values. */
  choices?: readonly string[];
  /** Completion of values, for a flag without choices. */
  completes?: Completes;
  /** Not shown in help; accepted because kubectl's commands accept it. */
  hidden?: boolean;
  summary: string;
}

/** Flag values by camel-case name. Each type follows from the definition of its flag. */
export type FlagsOf<Flags extends readonly Flag[]> = {
  readonly [One in Flags[number] as CamelCase<One['name']>]: ValueOf<One>;
};

/** A flag without default is null when absent. */
type ValueOf<One extends Flag> = One extends { type: 'boolean' }
  ? boolean
  : One extends { type: 'list' }
    ? readonly string[]
    : Text<One> | (One extends { default: string } ? never : null);

type Text<One extends Flag> = One extends { choices: readonly (infer Choice)[] } ? Choice : string;

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** Fixed words, or a source that completion queries. */
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

/** The types of a resource argument. */
export type ResourceType = 'service' | 'pod' | 'ingress' | 'ip';

/** A parsed command line. */
export interface Call<Flags = unknown> {
  args: readonly string[];
  flags: Flags;
  /** From the connection flags, for commands that have them. */
  connection: ConnectionFlags;
  style: Style;
}
