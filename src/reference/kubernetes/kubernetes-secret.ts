import { randomBytes } from 'node:crypto';
import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import { hasStatus } from '../kube-api/kubernetes-error.ts';

const SECRET_BYTES = 32;
const FIELD = 'secret';

/** A secret that all servers of this namespace share, in a Secret of this name: the first one that asks makes it. */
export async function sharedSecret(api: KubernetesApi, namespace: string, name: string): Promise<Buffer> {
  const collection = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`;
  const body = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    data: { [FIELD]: randomBytes(SECRET_BYTES).toString('base64') },
  };
  try {
    return secretOf(await api.request({ method: 'POST', path: collection, body }), name);
  } catch (error) {
    if (!hasStatus(error, 409, 'AlreadyExists')) throw error;
    return secretOf(await api.request({ method: 'GET', path: `${collection}/${name}` }), name);
  }
}

function secretOf(object: unknown, name: string): Buffer {
  const secret = Buffer.from((object as { data?: Record<string, string> }).data?.[FIELD] ?? '', 'base64');
  if (secret.length < SECRET_BYTES) {
    throw new Error(
      `Secret ${name}: expected ${SECRET_BYTES} bytes in data.${FIELD}, found ${secret.length}: delete it`,
    );
  }
  return secret;
}
