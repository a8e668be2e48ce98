import { CONNECTION_FLAGS, connectionFlags } from '../../commands/shared/connection-flags.ts';
import { FILES, SCOPE } from '../../commands/shared/shared-flags.ts';
import type { Command, Completes, Flag } from '../../model/command.ts';
import type { IO } from '../../model/io.ts';
import { COMMANDS } from '../commands.ts';
import { ANY_COMMAND, flagsOf, type ParsedFlags, valuesOf } from '../flags.ts';
import { firstArgument } from '../pflag.ts';
import { parse } from '../program.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { type Cursor, cursorOf } from './cursor.ts';
import { type ResourceWords, resourceWords } from './resource-words.ts';

/** Candidates; or `files`, which the shell lists itself. */
export type Completions = readonly Candidate[] | 'files';

/** The part of a command that completion needs. */
type CompletedCommand = Pick<Command, 'flags' | 'shared' | 'completes'>;

/** The command line, parsed only if needed. */
interface CommandLine {
  /** @throws {UserError} if the line is invalid */
  parsed(): ParsedFlags;
  io: IO;
}

/**
 * Finds the completions of the last word.
 * @param words after the executable; the last one is being typed and may be empty
 */
export async function completionsOf(words: readonly string[], io: IO): Promise<Completions> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const name = firstArgument(before, flagsOf(ANY_COMMAND));
  const command: CompletedCommand | undefined =
    name === null ? ANY_COMMAND : await COMMANDS.find((listed) => listed.name === name)?.load();
  if (!command) return [];
  const cursor = cursorOf(before, typed, flagsOf(command));
  const line: CommandLine = { parsed: () => parse(command, words).parsed, io };
  if (cursor?.at === 'flag') return completeFlagName(flagsOf(command), cursor);
  if (cursor?.at === 'value') return completeFlagValue(cursor.flag, cursor.typed, line);
  if (cursor?.at === 'argument') return completeArgument(command, cursor, line);
  return [];
}

function completeFlagName(known: readonly Flag[], { typed, given }: Cursor & { at: 'flag' }): Candidate[] {
  const left = known.filter((flag) => !flag.hidden && (flag.type === 'list' || !given.has(flag)));
  return filterByPrefix(
    typed,
    left.map(({ name, summary }) => ({ word: `--${name}`, description: summary })),
  );
}

async function completeFlagValue(
  { choices, completes = [], commaSeparated }: Flag,
  typed: string,
  line: CommandLine,
): Promise<Completions> {
  const source = choices ?? completes;
  if (!commaSeparated || source === 'file') return completeValue(source, typed, line);
  // Only the value after the last comma is being typed.
  const earlier = typed.slice(0, typed.lastIndexOf(',') + 1);
  const found = await findCandidates(source, typed.slice(earlier.length), line);
  return found
    .filter(({ word }) => !earlier.split(',').includes(word))
    .map((candidate) => ({ ...candidate, word: earlier + candidate.word }));
}

async function completeArgument(
  { completes }: CompletedCommand,
  { args: [command, ...args], typed }: Cursor & { at: 'argument' },
  line: CommandLine,
): Promise<Completions> {
  if (command === undefined)
    return filterByPrefix(
      typed,
      COMMANDS.map(({ name, summary }) => ({ word: name, description: summary })),
    );
  if (!completes) return [];
  if ('first' in completes) return args.length === 0 ? completeValue(completes.first, typed, line) : [];
  const { types, names } = resourceWords(completes.targets, args, typed);
  return [...types.map((word) => ({ word })), ...(await completeResourceName(names, typed, line))];
}

async function completeResourceName(
  names: ResourceWords['names'],
  typed: string,
  line: CommandLine,
): Promise<Candidate[]> {
  if (!names || !typed.startsWith(names.before.slice(0, typed.length)) || !takesNames(line)) return [];
  const found = await findCandidates(names.type, typed.slice(names.before.length), line);
  return found
    .map((candidate) => ({ ...candidate, word: names.before + candidate.word }))
    .filter(({ word }) => !names.except.includes(word));
}

/** Names conflict with `-A` and `-l`, and with `-f` they do not come from the cluster. */
function takesNames(line: CommandLine): boolean {
  const { allNamespaces, selector, filename, kustomize } = valuesOf(
    [...SCOPE.flags, ...FILES.flags],
    line.parsed(),
  );
  return !allNamespaces && !selector && filename.length === 0 && kustomize === null;
}

async function completeValue(completes: Completes, typed: string, line: CommandLine): Promise<Completions> {
  return completes === 'file' ? 'files' : findCandidates(completes, typed, line);
}

async function findCandidates(
  completes: Completes,
  typed: string,
  { parsed, io }: CommandLine,
): Promise<Candidate[]> {
  const connection = () => connectionFlags(valuesOf(CONNECTION_FLAGS, parsed()));
  const all =
    typeof completes === 'string'
      ? await candidatesOf(completes, { typed, connection, io })
      : completes.map((word) => ({ word }));
  return filterByPrefix(typed, all);
}

function filterByPrefix(typed: string, all: readonly Candidate[]): Candidate[] {
  return all.filter(({ word }) => word.startsWith(typed));
}
