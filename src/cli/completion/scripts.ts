/** The scripts that make a shell call `__complete`; each is loaded when it is asked for. */
export const SCRIPTS = {
  bash: async () => (await import('./bash.ts')).BASH,
  zsh: async () => (await import('./zsh.ts')).ZSH,
  fish: async () => (await import('./fish.ts')).FISH,
  powershell: async () => (await import('./powershell.ts')).POWERSHELL,
};
