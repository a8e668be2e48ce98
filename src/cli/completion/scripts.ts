/** Completion scripts, which call `__complete`. Each is imported on demand. */
export const SCRIPTS = {
  bash: async () => (await import('./bash.ts')).BASH,
  zsh: async () => (await import('./zsh.ts')).ZSH,
  fish: async () => (await import('./fish.ts')).FISH,
  powershell: async () => (await import('./powershell.ts')).POWERSHELL,
};
