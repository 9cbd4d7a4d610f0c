import type { KubernetesApi } from '../kube-api/kubernetes-api.ts';
import type { ObjectMetadata } from '../kube-api/kubernetes-objects.ts';
import { translateErrors } from '../kube-api/error-translation.ts';

interface ListAnswer {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly { readonly metadata: ObjectMetadata }[];
}

export interface ListOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Lists of thousands of specs are slow. */
const listTimeoutMs = 60_000;

/**
 * All objects of a collection, in pages of one snapshot; `each` gets every object once. Returns the snapshot's resource
 * version. Throws with status 410 when the snapshot expires: list again.
 */
export const listAll = async (
  api: KubernetesApi,
  path: string,
  pageSize: number,
  each: (object: { readonly metadata: ObjectMetadata }) => void,
  { query = {}, signal }: ListOptions = {},
): Promise<string> => {
  let token = '';
  let resourceVersion: string;
  do {
    const answer = (await api.request({
      method: 'GET',
      path,
      query: { ...query, limit: String(pageSize), ...(token === '' ? {} : { continue: token }) },
      timeoutMs: listTimeoutMs,
      ...(signal ? { signal } : {}),
    })) as ListAnswer;
    for (const item of answer.items) each(item);
    token = answer.metadata.continue ?? '';
    resourceVersion = answer.metadata.resourceVersion;
  } while (token !== '');
  return resourceVersion;
};

/**
 * The current metadata of the objects that match a label selector. In one page, because the Kubernetes API answers that
 * from memory.
 */
export const listMetadata = async (
  api: KubernetesApi,
  path: string,
  labelSelector: string,
): Promise<readonly ObjectMetadata[]> => {
  const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
  const answer = await translateErrors(api.request({ method: 'GET', path, query: { labelSelector }, accept }));
  // An empty list is null.
  const { items } = answer as { readonly items: readonly { readonly metadata: ObjectMetadata }[] | null };
  return (items ?? []).map(({ metadata }) => metadata);
};

/** The current resource version, from a list of one object. */
export const currentResourceVersion = async (
  api: KubernetesApi,
  path: string,
  signal: AbortSignal,
): Promise<string> => {
  const answer = (await api.request({ method: 'GET', path, query: { limit: '1' }, signal })) as ListAnswer;
  return answer.metadata.resourceVersion;
};
