import type { Argv } from 'yargs';
import parser from 'yargs-parser/browser';
import { YargsFactory } from '../../node_modules/yargs/build/lib/yargs-factory.js';
import { UserError } from '../model/errors.ts';

/** Replacements of yargs messages, by the English text. */
export type Messages = Readonly<Record<string, (...values: string[]) => string>>;

/** The interface of cliui that yargs uses for help: a `div` is a row of text, or ends a row of two `span` columns. */
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

/** Disables conveniences of yargs that kubectl does not have. */
const CONFIGURATION = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'nargs-eats-options': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'populate--': true,
  // Before its command is known, a flag is parsed as an argument.
  'unknown-options-as-args': true,
} as const;

/**
 * Creates yargs on a minimal platform. Its Node entry point loads twice as much code, reads package.json and translation
 * files, and needs the working directory, which may not exist.
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

/** yargs reports invalid values as a list of indented lines; only the first is printed. */
const first = (message: string) => /^\n {2}(.*)/.exec(message)?.[1] ?? message;
