/** The environment of tests: without proxies, kubeconfig, color, language and home of the user. */

/** Variables to keep: paths of programs, and settings of the tests. */
const KEPT =
  /^(PATH|PATHEXT|TE?MP|TMPDIR|SYSTEMROOT|COMSPEC|KUBECTL|KUBECTL_ENDPOINTS|KUBEBUILDER_ASSETS|USE_EXISTING_CLUSTER|KREW|VALIDATE_KREW_MANIFEST|FUZZ.*|DIFFERENTIAL_.*|REVERSE_.*|NODE_ENV|TEST|VITE.*|DEV|PROD|SSR|MODE|BASE_URL)$/i;

export function isolated(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => KEPT.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
  };
}
