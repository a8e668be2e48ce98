import type { Argv } from 'yargs';
import parser from 'yargs-parser/browser';
import { YargsFactory } from '../../node_modules/yargs/build/lib/yargs-factory.js';
import { UserError } from '../model/errors.ts';

/** Other words for the messages of yargs, by the text that it has in English. */
export type Messages = Readonly<Record<string, (...values: string[]) => string>>;

/** The layout that yargs writes help into: rows of one text, or of two columns that a `div` without text ends. */
export interface Layout {
  div(row?: string | Column): void;
  span(left: Column, right: string | Column): void;
  toString(): string;
}

export interface Column {
  text: string;
  /** Top, right, bottom, left. */
  padding?: readonly number[];
}

/** kubectl has none of the conveniences that are switched off here. */
const CONFIGURATION = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'nargs-eats-options': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'populate--': true,
  // Until its command is known, a flag is a word like others.
  'unknown-options-as-args': true,
} as const;

/**
 * yargs on a platform of its own: its entry for Node loads twice as much, reads package.json and files of
 * translations, and asks for the working directory, which need not exist.
 */
export function createYargs(messages: Messages, layout: () => Layout): Argv {
  const translated = (text: string, ...values: string[]) => messages[text]?.(...values) ?? text;
  const platform = {
    Parser: parser,
    cliui: layout,
    stringWidth: (text: string) => text.length,
    y18n: {
      __: translated,
      __n: (one: string, _: string, __: number, ...values: string[]) => translated(one, ...values),
      setLocale: () => {},
    },
    process: { argv: () => [], cwd: () => '' },
    path: { basename: String, extname: () => '', relative: () => '' },
    mainFilename: '',
    assert: { notStrictEqual: () => {} },
    findUp: () => {},
    readFileSync: () => '{}',
    getEnv: () => {},
  };
  return YargsFactory(platform)([], '')
    .usageConfiguration({ 'hide-types': true })
    .parserConfiguration(CONFIGURATION)
    .detectLocale(false)
    .version(false)
    .scriptName('')
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UserError(first(message));
    });
}

/** Flags with wrong values come as a list of indented lines. */
const first = (message: string) => /^\n {2}(.*)/.exec(message)?.[1] ?? message;
