import type { ReceivedResponse } from '../../src/contract/exchange.ts';
import { object, text, type Json } from '../../src/clients/json-response.ts';
import { collectionPath, type KubernetesClient } from '../../src/clients/kubernetes.ts';

export interface ApplyOptions {
  /** Takes ownership of fields set by another field manager: `--force-conflicts`. */
  readonly force?: boolean;
}

/**
 * The request that `kubectl apply --server-side` sends for a Pipeline or a PipelineVersion. The body is JSON, which is
 * valid YAML.
 */
export const serverSideApply = (
  kubernetes: KubernetesClient,
  resource: Json,
  { force = false }: ApplyOptions = {},
): Promise<ReceivedResponse> => {
  const plural = `${text(resource, 'kind').toLowerCase()}s`;
  const path = collectionPath(kubernetes.namespace, plural, text(object(resource, 'metadata'), 'name'));
  return kubernetes.call(
    'PATCH',
    `${path}?fieldManager=kubectl&force=${force}`,
    resource,
    'application/apply-patch+yaml',
  );
};
