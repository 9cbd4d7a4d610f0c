/** The service account and audience of a token: enough to request another one. */
export interface TokenHolder {
  readonly serviceAccount: string;
  readonly namespace: string;
  /** Default: the Kubernetes API. */
  readonly audience?: string;
}

/** The Kubernetes user name of the holder. */
export const userOf = ({ namespace, serviceAccount }: TokenHolder): string =>
  `system:serviceaccount:${namespace}:${serviceAccount}`;

/** The audience that KFP requires in a token. */
export const kfpAudience = 'pipelines.kubeflow.org';
