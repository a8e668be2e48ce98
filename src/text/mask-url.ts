const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * Masks user, password and query of a URL. In text that does not parse as a URL a password may contain `/`, so
 * everything up to the last `@` is masked.
 */
export function maskUrl(text: string): string {
  const isUrl = SCHEME.test(text) && URL.canParse(text);
  const login = isUrl ? /^([^/]*\/\/)[^/?#]*@/ : /^([a-z0-9+.-]*:\/\/)?.*@/is;
  return text.replace(login, '$1<masked>@').replace(/([?#]).*$/s, '$1<masked>');
}
