import type { Cluster, User } from './kubeconfig-entries.ts';

/** Which server, as whom. */
export interface ClientConfig {
  /** The names in the kubeconfig; empty where it has none. */
  context: string;
  clusterName: string;
  userName: string;
  /** The kubeconfig that has the user. */
  userFile: string;
  namespace: string;
  cluster: Cluster;
  user: User;
  /** The value of `--kuberc`; absent where not given. */
  kuberc?: string | undefined;
}
