/** A URL without what may be secret in it: user, password, query. Takes what is no URL as well. */
export function maskUrl(text: string): string {
  return text.replace(/\/\/[^/?#\s]*@/, '//<masked>@').replace(/([?#]).*$/s, '$1<masked>');
}
