const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * A URL without what may be secret in it: user, password, query. In what is no URL nobody knows where a password ends:
 * there, all is masked up to the last `@`.
 */
export function maskUrl(text: string): string {
  const isUrl = SCHEME.test(text) && URL.canParse(text);
  const login = isUrl ? /^([^/]*\/\/)[^/?#]*@/ : /^([a-z0-9+.-]*:\/\/)?.*@/is;
  return text.replace(login, '$1<masked>@').replace(/([?#]).*$/s, '$1<masked>');
}
