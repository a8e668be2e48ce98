export interface Imported {
  /** The specifier: `../join/join.ts`, `node:net`, `vitest`. */
  target: string;
  typeOnly: boolean;
}

/** Finds static, side-effect and dynamic imports, and re-exports. */
export function importsIn(code: string): Imported[] {
  const statics = code.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const dynamics = code.matchAll(/\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g);
  return [
    ...[...statics].map(([, type, target = '']) => ({ target, typeOnly: type !== undefined })),
    ...[...dynamics].map(([, target = '']) => ({ target, typeOnly: false })),
  ];
}
