import { refersToPipeline, type Kinds } from '../kube-api/kubernetes-kinds.ts';
import { apiVersion, pipelineIdLabel, pipelineNameLabel } from '../kube-api/kubernetes-objects.ts';
import type { OwnerReference, PipelineObject } from '../kube-api/kubernetes-objects.ts';
import type { KubernetesState } from './kubernetes-state.ts';
import { labelValue } from '../kube-api/object-names.ts';
import { ApiError } from '../ground/api-error.ts';
import { readPipeline, unknownPipeline } from './webhook-pipeline.ts';
import type { AdmissionRequest, JsonPatchOperation } from './webhook-review.ts';

const labelPatch = (
  labels: Readonly<Record<string, string>> | undefined,
  pipeline: PipelineObject,
): JsonPatchOperation[] => {
  const { uid, name } = pipeline.metadata;
  const wanted = { ...labels, [pipelineIdLabel]: uid, [pipelineNameLabel]: labelValue(name) };
  const same = labels?.[pipelineIdLabel] === uid && labels[pipelineNameLabel] === wanted[pipelineNameLabel];
  return same ? [] : [{ op: 'add', path: '/metadata/labels', value: wanted }];
};

/** A version has one owner of the kind Pipeline; owners of other kinds are kept. */
const ownerPatch = (
  references: readonly OwnerReference[] = [],
  pipeline: PipelineObject,
  kinds: Kinds,
): JsonPatchOperation[] => {
  const { uid, name } = pipeline.metadata;
  const owners = references.filter((reference) => refersToPipeline(reference, kinds));
  const [owner] = owners;
  if (owners.length === 1 && owner?.uid === uid && owner.name === name) return [];
  const wanted = { apiVersion, kind: kinds.pipeline.kind, name, uid, blockOwnerDeletion: true };
  const others = references.filter((reference) => !refersToPipeline(reference, kinds));
  return [{ op: 'add', path: '/metadata/ownerReferences', value: [wanted, ...others] }];
};

/**
 * Sets the labels and the owner reference of a PipelineVersion from `spec.pipelineName` (WH-10 to WH-13). Objects under
 * deletion are left unchanged, so that finalizers can be removed from them, and owners for `--cascade=orphan`.
 */
export const mutateVersion = async (
  state: KubernetesState,
  request: AdmissionRequest,
): Promise<JsonPatchOperation[]> => {
  const { metadata, spec } = request.object;
  if (metadata.deletionTimestamp !== undefined) return [];
  const create = request.operation === 'CREATE';
  const pipeline = await readPipeline(state, request.namespace, spec?.pipelineName ?? '');
  if (!pipeline) {
    if (create) throw unknownPipeline(state, request);
    // Orphaned by the deletion of its pipeline; the validating webhook decides about its changes.
    return [];
  }
  if (pipeline.metadata.deletionTimestamp !== undefined) {
    if (create) throw new ApiError('conflict', `Pipeline ${pipeline.metadata.name} is being deleted.`);
    return [];
  }
  return [...labelPatch(metadata.labels, pipeline), ...ownerPatch(metadata.ownerReferences, pipeline, state.kinds)];
};
