import type { Connection } from '../clients/connection.ts';

/** Where the Kubernetes API is reached, and what whoever sets up the cluster for a run shows there. */
export interface KubernetesAccess {
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** PEM of the authority that signed the API server's certificate; absent: one that the machine trusts. */
  readonly ca?: string;
  /** Client certificate and key, PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** Sent with every request: a token, for one. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The Kubernetes API of a cluster of ours, with an administrator's certificate. */
export interface OwnKubernetesAccess extends KubernetesAccess {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** A kubeconfig file of the same administrator, mode 0600, in the environment's private state folder. */
  readonly kubeconfigPath: string;
}

/** What somebody shows to the Kubernetes API: a client certificate and its key (PEM), or headers. */
export type ClientIdentity = Pick<KubernetesAccess, 'certificate' | 'key' | 'headers'>;

/** A client certificate and its private key, PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** The connection of a client with this access. */
export const connectionOf = ({ endpoint, ...credentials }: KubernetesAccess): Connection => ({
  origin: endpoint,
  ...credentials,
});
