import { hasStatus } from '../kube-api/kubernetes-error.ts';
import { objectPath, type PipelineObject } from '../kube-api/kubernetes-objects.ts';
import { translateErrors } from '../kube-api/error-translation.ts';
import type { KubernetesState } from './kubernetes-state.ts';
import { ApiError } from '../ground/api-error.ts';
import type { AdmissionRequest } from './webhook-review.ts';

/**
 * Reads from the Kubernetes API and not from the cache: the pipeline may precede the version in one `kubectl apply`
 * (WH-15).
 */
export const readPipeline = async (
  state: KubernetesState,
  namespace: string,
  name: string,
): Promise<PipelineObject | undefined> => {
  if (name === '') return undefined;
  try {
    return (await state.api.request({
      method: 'GET',
      path: objectPath(state.kinds.pipeline.resource, namespace, name),
    })) as PipelineObject;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    return translateErrors(Promise.reject(error));
  }
};

export const unknownPipeline = ({ kinds }: KubernetesState, { namespace, object }: AdmissionRequest): ApiError => {
  const name = object.spec?.pipelineName ?? '';
  const { kind } = kinds.pipeline;
  const place = namespace === '' ? '' : ` of namespace ${namespace}`;
  return new ApiError(
    'invalid',
    `spec.pipelineName "${name}" does not name an existing ${kind}${place}: apply the ${kind} first.`,
  );
};
