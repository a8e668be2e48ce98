/** The entries of a kubeconfig, with the file's keys, and the ClientConfig that they resolve to. */
export interface Context {
  cluster?: string;
  user?: string;
  namespace?: string;
}

export interface Cluster {
  server?: string;
  'tls-server-name'?: string;
  'insecure-skip-tls-verify'?: boolean;
  'certificate-authority'?: string;
  /** Base64-encoded PEM, like every `…-data`. */
  'certificate-authority-data'?: string;
  'proxy-url'?: string;
  'disable-compression'?: boolean;
  extensions?: readonly { name: string; extension: unknown }[];
}

export interface User {
  'client-certificate'?: string;
  'client-certificate-data'?: string;
  'client-key'?: string;
  'client-key-data'?: string;
  token?: string;
  tokenFile?: string;
  username?: string;
  password?: string;
  as?: string;
  'as-uid'?: string;
  'as-groups'?: readonly string[];
  'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
  exec?: ExecConfig;
  'auth-provider'?: AuthProvider;
}

export interface ExecConfig {
  apiVersion?: string;
  command?: string;
  args?: readonly string[] | null;
  env?: readonly { name: string; value: string }[] | null;
  installHint?: string;
  provideClusterInfo?: boolean;
  interactiveMode?: string;
}

export interface AuthProvider {
  name: string;
  config?: Readonly<Record<string, string>>;
}

/** The server to connect to, and the user to authenticate as. */
export interface ClientConfig {
  /** Names in the kubeconfig; empty without one. */
  context: string;
  clusterName: string;
  userName: string;
  /** The path of the kubeconfig with the user's entry. */
  userFile: string;
  namespace: string;
  cluster: Cluster;
  user: User;
  /** The value of `--kuberc`; absent if not given. */
  kuberc?: string | undefined;
}
