import { creationTimeLabel } from '../kube-api/creation-time-label.ts';
import type { Kinds } from '../kube-api/kubernetes-kinds.ts';
import { apiVersion, epochSeconds, type ObjectMetadata, type PipelineObject } from '../kube-api/kubernetes-objects.ts';
import type { CachedObject } from './object-cache.ts';
import type { NewPipeline, StoredPipeline } from '../model/pipeline-store.ts';

/** A Pipeline object in the cache. */
export interface PipelineEntry extends CachedObject {
  readonly item: StoredPipeline;
  readonly deleting: boolean;
  readonly finalizers: readonly string[];
  /** Whether the object has a spec at all; kubectl users may leave it out. */
  readonly hasSpec: boolean;
}

export const pipelineEntry = (object: { readonly metadata: ObjectMetadata }): PipelineEntry => {
  const { metadata, spec } = object as PipelineObject;
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    resourceVersion: Number(metadata.resourceVersion),
    deleting: metadata.deletionTimestamp !== undefined,
    finalizers: metadata.finalizers ?? [],
    hasSpec: spec !== undefined,
    item: {
      id: metadata.uid,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      // The same default for reading, filtering and sorting (FILT-06, GIT-10).
      displayName: spec?.displayName || metadata.name,
      description: spec?.description ?? '',
      createdAt: epochSeconds(metadata.creationTimestamp),
      tags: spec?.tags ?? {},
    },
  };
};

/** The object of a new pipeline; without a namespace for a cluster-scoped kind. */
export const pipelineManifest = ({ pipeline: { kind } }: Kinds, pipeline: NewPipeline): object => {
  const { namespace, name, displayName, description, tags } = pipeline;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === '' ? {} : { namespace }), labels: creationTimeLabel() },
    spec: {
      displayName,
      ...(description === '' ? {} : { description }),
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
    },
  };
};
