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
    summary: 'Print a script that completes kubectl-endpoints in a shell; and how kubectl completes it.',
    usage: [`completion ${shells.join('|')}`],
    description: `
"kubectl endpoints describe svc <TAB>" needs no script but kubectl's own, and on your PATH the name that kubectl
calls: kubectl_complete-endpoints. npm installs both names of the program, krew only the first. This line makes the
second; on Windows, a copy named kubectl_complete-endpoints.exe does the same.

    ln -s "$(command -v kubectl-endpoints)" "\${KREW_ROOT:-$HOME/.krew}/bin/kubectl_complete-endpoints"

What this command prints is for kubectl-endpoints called by itself. The line for your shell goes into ~/.bashrc,
~/.zshrc (after compinit), ~/.config/fish/config.fish or $PROFILE:

    eval "$(kubectl-endpoints completion bash)"
    source <(kubectl-endpoints completion zsh)
    kubectl-endpoints completion fish | source
    kubectl-endpoints completion powershell | Out-String | Invoke-Expression

Names come from the cluster that the line is about. When it does not answer, nothing is offered.`.trim(),
    examples: [
      'kubectl endpoints completion zsh > "$fpath[1]/_kubectl-endpoints"',
      'kubectl endpoints completion fish > ~/.config/fish/completions/kubectl-endpoints.fish',
    ],
    shared: [],
    flags: [],
    completes: { first: shells },
    async run({ args: [shell, ...more] }, io) {
      if (shell === undefined) throw new UserError(`Shell not specified: it is one of ${shells.join(', ')}`);
      if (more.length > 0) throw new UserError('Too many arguments. Expected only the shell type.');
      const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
      if (!script) throw new UserError(`Unsupported shell type "${shell}".`);
      await print(await script(), io.stdout);
      return 0;
    },
  };
}
