/** Types of yargs modules that its Node entry point does not export. */
declare module '*/yargs/build/lib/yargs-factory.js' {
  import type { Argv } from 'yargs';

  interface NewArgv extends Argv {
    usageConfiguration(configuration: { 'hide-types': boolean }): Argv;
  }
  export function YargsFactory(platform: object): (words: readonly string[], cwd: string) => NewArgv;
}

/** The parser without Node modules for files and the environment. */
declare module 'yargs-parser/browser' {
  export { default } from 'yargs-parser';
}
