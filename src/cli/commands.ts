import type { Command } from '../model/command.ts';

/** An entry of the list of commands. The command itself is imported only when it runs. */
export interface ListedCommand {
  name: string;
  summary: string;
  /** The exit code after an error; default 1. */
  failureCode?: number;
  load(): Promise<Command>;
}

/** Completion scripts by shell, which call `__complete`. */
const SCRIPTS = {
  bash: async () => (await import('./completion/bash.ts')).BASH,
  zsh: async () => (await import('./completion/zsh.ts')).ZSH,
  fish: async () => (await import('./completion/fish.ts')).FISH,
  powershell: async () => (await import('./completion/powershell.ts')).POWERSHELL,
};

/** `describe` is the first: it is run too where a line names no command. */
export const COMMANDS: readonly [ListedCommand, ...ListedCommand[]] = [
  {
    name: 'describe',
    summary: 'Show a Service, Pod, IP or Ingress and what is misconfigured',
    load: async () => (await import('../commands/describe.ts')).describe,
  },
  {
    name: 'get',
    summary: 'List Services with ports, ready Pods, status and findings',
    load: async () => (await import('../commands/get.ts')).get,
  },
  {
    name: 'check',
    summary: 'Report findings only, with an exit code for CI',
    failureCode: 2,
    load: async () => (await import('../commands/check.ts')).check,
  },
  {
    name: 'create-external',
    summary: 'Create a Service for addresses outside the cluster',
    load: async () => (await import('../commands/create-external.ts')).createExternal,
  },
  {
    name: 'explain',
    summary: 'Explain a finding: what it means and how to fix it',
    load: async () => (await import('../commands/explain.ts')).explain,
  },
  {
    name: 'completion',
    summary: 'Print a completion script for bash, zsh, fish or PowerShell',
    load: async () => (await import('../commands/completion.ts')).completion(SCRIPTS),
  },
  {
    name: 'options',
    summary: 'List the connection flags',
    load: async () => (await import('./options.ts')).options,
  },
  {
    name: 'version',
    summary: 'Print the version of the plugin, its build and the server',
    load: async () => (await import('../commands/version.ts')).version,
  },
];
