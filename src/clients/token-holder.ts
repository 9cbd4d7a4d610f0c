/** Whose a token is: enough to ask for another one like it. */
export interface TokenHolder {
  readonly serviceAccount: string;
  readonly namespace: string;
  /** Absent: for the Kubernetes API itself. */
  readonly audience?: string;
}

/** The user that the Kubernetes API takes the holder for. */
export const userOf = ({ namespace, serviceAccount }: TokenHolder): string =>
  `system:serviceaccount:${namespace}:${serviceAccount}`;

/** The audience that KFP wants in a token. */
export const kfpAudience = 'pipelines.kubeflow.org';
