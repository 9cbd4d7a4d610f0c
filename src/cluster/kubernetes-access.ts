import type { Connection } from '../clients/connection.ts';

/** The address of a Kubernetes API, and the credentials with which a run sets up the cluster. */
export interface KubernetesAccess {
  /** `https://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** The authority that signed the API server's certificate, in PEM. Default: the authorities that this machine trusts. */
  readonly ca?: string;
  /** Client certificate and key, in PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** Headers of every request, for example with a token. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Access as administrator to the Kubernetes API of a cluster that the harness created. */
export interface OwnKubernetesAccess extends KubernetesAccess {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** A kubeconfig file of that administrator with mode 0600, in the environment's private state folder. */
  readonly kubeconfigPath: string;
}

/** The credentials of a client of the Kubernetes API: a certificate and its key in PEM, or headers. */
export type ClientIdentity = Pick<KubernetesAccess, 'certificate' | 'key' | 'headers'>;

/** A client certificate and its private key, in PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** The connection of a client with the given access. */
export const connectionOf = ({ endpoint, ...credentials }: KubernetesAccess): Connection => ({
  origin: endpoint,
  ...credentials,
});
