import type { ReceivedResponse } from '../../src/contract/exchange.ts';
import type { Json } from '../../src/clients/json-response.ts';
import { collectionPath, type KubernetesClient } from '../../src/clients/kubernetes.ts';

/** The request that client-side `kubectl apply` and `kubectl patch --type=merge` send. */
export const mergePatch = (
  kubernetes: KubernetesClient,
  plural: string,
  name: string,
  spec: Json,
): Promise<ReceivedResponse> =>
  kubernetes.call(
    'PATCH',
    collectionPath(kubernetes.namespace, plural, name),
    { spec },
    'application/merge-patch+json',
  );
