/** The style of text output. */
export interface Style {
  /** Columns of the terminal; null: unlimited, as for a pipe. */
  width: number | null;
  color: boolean;
  headers: boolean;
  /** Lines include the namespace, since the output covers several. */
  namespaces?: boolean;
}
