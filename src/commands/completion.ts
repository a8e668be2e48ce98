import type { Command } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { print } from './shared/print.ts';

/** Loaders of scripts by shell. */
type Scripts = Readonly<Record<string, () => Promise<string>>>;

/** The command `completion`. cli/ passes the scripts in, since they call its `__complete`. */
export function completion(scripts: Scripts): Command {
  const shells = Object.keys(scripts);
  return {
    name: 'completion',
    summary: 'Print a shell completion script for kubectl-endpoints.',
    usage: [`completion ${shells.join('|')}`],
    description: `
"kubectl endpoints describe svc <TAB>" is completed by kubectl's own script, which calls the program
kubectl_complete-endpoints on your PATH. npm installs it under that name too, krew does not. To add the name (on
Windows, copy the program to kubectl_complete-endpoints.exe instead):

    ln -s "$(command -v kubectl-endpoints)" \\
      "\${KREW_ROOT:-$HOME/.krew}/bin/kubectl_complete-endpoints"

This command prints the script for kubectl-endpoints called directly. Add the line for your shell to ~/.bashrc,
~/.zshrc (after compinit), ~/.config/fish/config.fish or $PROFILE:

    eval "$(kubectl-endpoints completion bash)"
    source <(kubectl-endpoints completion zsh)
    kubectl-endpoints completion fish | source
    kubectl-endpoints completion powershell | Out-String | Invoke-Expression

Names are read from the cluster that the command line selects. If it does not answer, no names are suggested.`.trim(),
    examples: [
      'kubectl endpoints completion zsh > "$fpath[1]/_kubectl-endpoints"',
      'kubectl endpoints completion fish \\\n  > ~/.config/fish/completions/kubectl-endpoints.fish',
    ],
    shared: [],
    flags: [],
    completes: { first: shells },
    async run({ args: [shell, ...more] }, io) {
      if (shell === undefined)
        throw new UserError(`Shell not specified: must be one of ${shells.join(', ')}`);
      if (more.length > 0) throw new UserError('Too many arguments. Expected only the shell type.');
      const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
      if (!script)
        throw new UserError(`Unsupported shell type "${shell}"; must be one of ${shells.join(', ')}`);
      await print(await script(), io.stdout);
      return 0;
    },
  };
}
