import type { HttpResponse } from '../../src/contract/exchange.ts';
import { object, text, type Json } from '../../src/clients/json-response.ts';
import { collectionPath, type KubernetesClient } from '../../src/clients/kubernetes.ts';

export interface ApplyOptions {
  /** Takes over fields that another field manager has set: `--force-conflicts`. */
  readonly force?: boolean;
}

/** What `kubectl apply --server-side` sends for a Pipeline or a PipelineVersion. JSON is YAML, too. */
export const serverSideApply = (
  kubernetes: KubernetesClient,
  resource: Json,
  { force = false }: ApplyOptions = {},
): Promise<HttpResponse> => {
  const plural = `${text(resource, 'kind').toLowerCase()}s`;
  const path = collectionPath(kubernetes.namespace, plural, text(object(resource, 'metadata'), 'name'));
  return kubernetes.call(
    'PATCH',
    `${path}?fieldManager=kubectl&force=${force}`,
    resource,
    'application/apply-patch+yaml',
  );
};
