/** Compares by code unit, in every locale alike. The API server sorts names in byte order. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
