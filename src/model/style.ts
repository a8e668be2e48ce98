/** How text is to look. */
export interface Style {
  /** Columns of the terminal; null: as wide as it gets (a pipe). */
  width: number | null;
  color: boolean;
  headers: boolean;
  /** Lines tell their namespace: what is shown is of several. */
  namespaces?: boolean;
}
