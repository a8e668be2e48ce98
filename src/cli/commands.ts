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
    summary: 'A Service, Pod, address or Ingress, what stands behind it, and what does not fit',
    load: async () => (await import('../commands/describe.ts')).describe,
  },
  {
    name: 'get',
    summary: 'One line for each Service: ports, how many Pods are served, state, findings',
    load: async () => (await import('../commands/get.ts')).get,
  },
  {
    name: 'check',
    summary: 'Findings only, over everything in scope; the exit code is for CI',
    failureCode: 2,
    load: async () => (await import('../commands/check.ts')).check,
  },
  {
    name: 'create-external',
    summary: 'A Service without selector for addresses outside the cluster, with its Endpoints',
    load: async () => (await import('../commands/create-external.ts')).createExternal,
  },
  {
    name: 'explain',
    summary: 'What a finding means, why it hurts, how to fix it',
    load: async () => (await import('../commands/explain.ts')).explain,
  },
  {
    name: 'completion',
    summary: 'A script that completes kubectl-endpoints in bash, zsh, fish or PowerShell',
    load: async () => (await import('../commands/completion.ts')).completion(SCRIPTS),
  },
  {
    name: 'options',
    summary: 'The connection flags, which every command that asks a cluster takes',
    load: async () => (await import('./options.ts')).options,
  },
  {
    name: 'version',
    summary: 'The version of this plugin, its build and the server',
    load: async () => (await import('../commands/version.ts')).version,
  },
];
