/** The same parser without what it loads of Node's: reading files and the environment. */
declare module 'yargs-parser/browser' {
  export { default } from 'yargs-parser';
}
