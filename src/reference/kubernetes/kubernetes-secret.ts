import { randomBytes } from 'node:crypto';
import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { hasStatus } from '../kube-api/kubernetes-error.ts';

const secretBytes = 32;
const dataField = 'secret';

const secretOf = (object: unknown, name: string): Buffer => {
  const secret = Buffer.from((object as { readonly data?: Record<string, string> }).data?.[dataField] ?? '', 'base64');
  if (secret.length < secretBytes) {
    throw new Error(
      `Secret ${name}: expected ${secretBytes} bytes in data.${dataField}, found ${secret.length}: delete it`,
    );
  }
  return secret;
};

/** A secret shared by all servers of this namespace, in a Secret of this name; the first server to ask creates it. */
export const sharedSecret = async (api: KubernetesApi, namespace: string, name: string): Promise<Buffer> => {
  const collection = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`;
  const body = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    data: { [dataField]: randomBytes(secretBytes).toString('base64') },
  };
  try {
    return secretOf(await api.request({ method: 'POST', path: collection, body }), name);
  } catch (error) {
    if (!hasStatus(error, 409, 'AlreadyExists')) throw error;
    return secretOf(await api.request({ method: 'GET', path: `${collection}/${name}` }), name);
  }
};
