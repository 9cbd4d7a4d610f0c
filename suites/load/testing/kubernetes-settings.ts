import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clusterClient } from '../../../src/cluster/cluster-client.ts';
import { grantPipelineAccess } from '../../../src/cluster/grant-pipeline-access.ts';
import { connectionOf } from '../../../src/cluster/kubernetes-access.ts';
import { object, text } from '../../../src/clients/json-response.ts';
import type { RunningLocalEnvironment } from '../../../src/environments/local/running-local-environment.ts';

/** The environment variables with which a script reaches the Kubernetes API: by the token of a service account. */
export const tokenSettings = async (
  { kubernetes, stateDirectory }: RunningLocalEnvironment,
  namespace: string,
): Promise<Readonly<Record<string, string>>> => {
  const cluster = clusterClient(connectionOf(kubernetes));
  await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'load', namespace } });
  await grantPipelineAccess(cluster, `system:serviceaccount:${namespace}:load`);
  const tokens = `/api/v1/namespaces/${namespace}/serviceaccounts/load/token`;
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
  const token = path.join(stateDirectory, 'load.token');
  await writeFile(token, text(object(await cluster.create(tokens, request), 'status'), 'token'), { mode: 0o600 });
  return { ...(await serverSettings(kubernetes, stateDirectory)), KUBE_TOKEN_FILE: token };
};

/** The environment variables with which a script reaches the Kubernetes API: by a client certificate. */
export const certificateSettings = async ({
  kubernetes,
  stateDirectory,
}: RunningLocalEnvironment): Promise<Readonly<Record<string, string>>> => {
  const certificate = path.join(stateDirectory, 'load.crt');
  const key = path.join(stateDirectory, 'load.key');
  await writeFile(certificate, kubernetes.certificate, { mode: 0o600 });
  await writeFile(key, kubernetes.key, { mode: 0o600 });
  return { ...(await serverSettings(kubernetes, stateDirectory)), KUBE_CERT: certificate, KUBE_KEY: key };
};

const serverSettings = async (
  { endpoint, ca }: RunningLocalEnvironment['kubernetes'],
  directory: string,
): Promise<Readonly<Record<string, string>>> => {
  const file = path.join(directory, 'load-ca.crt');
  await writeFile(file, ca);
  return { KUBE_API: endpoint, SSL_CERT_FILE: file };
};
