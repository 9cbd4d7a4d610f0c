import { creationTimeLabel } from '../kube-api/creation-time-label.ts';
import { refersToPipeline, type Kinds } from '../kube-api/kubernetes-kinds.ts';
import { apiVersion, epochSeconds, pipelineIdLabel } from '../kube-api/kubernetes-objects.ts';
import { pipelineNameLabel, type ObjectMetadata, type VersionObject } from '../kube-api/kubernetes-objects.ts';
import type { CachedObject } from './object-cache.ts';
import { labelValue, versionObjectName } from '../kube-api/object-names.ts';
import type { PipelineEntry } from './pipeline-entry.ts';
import type { NewVersion, StoredVersion } from '../model/pipeline-store.ts';
import { servedPlatformSpec, unreadableReason } from '../definitions/version-definition.ts';

/** The pipeline of a version object, in its namespace: by uid or, without one, by name. */
export type Parent = `uid:${string}` | `name:${string}`;

/** A PipelineVersion object in the cache. */
export interface VersionEntry extends CachedObject {
  readonly parent: Parent;
  /** For lists; the specs are stored as text to save memory, and parsed at each access. */
  readonly item: StoredVersion;
  readonly deleting: boolean;
  readonly finalizers: readonly string[];
  /** The reason why the definition cannot be used, or undefined. */
  readonly unreadable: () => string | undefined;
}

/** The condition with KFP's state of a version. */
const statusConditionType = 'PipelineVersionStatus';

/** The owner reference takes precedence, then the label, then, for objects created without the webhook, the name. */
const parentOf = ({ metadata, spec }: VersionObject, kinds: Kinds): Parent => {
  const owner =
    metadata.ownerReferences?.find((reference) => refersToPipeline(reference, kinds))?.uid ??
    metadata.labels?.[pipelineIdLabel];
  return owner ? `uid:${owner}` : `name:${spec?.pipelineName ?? ''}`;
};

/**
 * Objects created with kubectl have no condition unless the CRD sets one; they are ready nevertheless (KEP-11551,
 * FILT-15).
 */
const statusOf = (status: VersionObject['status']): 'READY' | 'CREATING' | 'DELETING' => {
  const reason = status?.conditions?.find(({ type }) => type === statusConditionType)?.reason;
  return reason === 'CREATING' || reason === 'DELETING' ? reason : 'READY';
};

const asText = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

const asValue = (text: string | undefined): unknown => (text === undefined ? undefined : (JSON.parse(text) as unknown));

export const versionEntry = (object: { readonly metadata: ObjectMetadata }, kinds: Kinds): VersionEntry => {
  const { metadata, spec = {}, status } = object as VersionObject;
  const name = spec.versionName || metadata.name;
  const parent = parentOf(object as VersionObject, kinds);
  const deleting = metadata.deletionTimestamp !== undefined;
  const pipelineSpec = asText(spec.pipelineSpec);
  const platformSpec = asText(servedPlatformSpec(spec.platformSpec));
  let checked: { readonly reason: string | undefined } | undefined;
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    resourceVersion: Number(metadata.resourceVersion),
    parent,
    deleting,
    finalizers: metadata.finalizers ?? [],
    unreadable: () => (checked ??= { reason: unreadableReason(asValue(pipelineSpec), asValue(platformSpec)) }).reason,
    item: {
      id: metadata.uid,
      pipelineId: parent.startsWith('uid:') ? parent.slice('uid:'.length) : '',
      namespace: metadata.namespace ?? '',
      name,
      objectName: metadata.name,
      displayName: spec.displayName || name,
      description: spec.description ?? '',
      createdAt: epochSeconds(metadata.creationTimestamp),
      tags: spec.tags ?? {},
      codeSourceUrl: spec.codeSourceURL ?? '',
      packageUrl: spec.pipelineSpecURI ?? '',
      status: deleting ? 'DELETING' : statusOf(status),
      get pipelineSpec() {
        return asValue(pipelineSpec);
      },
      get platformSpec() {
        return asValue(platformSpec);
      },
    },
  };
};

/** The version for a response, with parsed specs and the pipeline it was looked up under. */
export const storedVersion = (entry: VersionEntry, pipelineId: string): StoredVersion => {
  const unreadable = entry.unreadable();
  return { ...entry.item, pipelineId, ...(unreadable === undefined ? {} : { unreadable }) };
};

export const versionManifest = (kinds: Kinds, parent: PipelineEntry, version: NewVersion): object => {
  const { namespace } = parent;
  const optional = {
    description: version.description,
    codeSourceURL: version.codeSourceUrl,
    pipelineSpecURI: version.packageUrl,
  };
  return {
    apiVersion,
    kind: kinds.version.kind,
    metadata: {
      name: versionObjectName(parent.name, version.name),
      ...(namespace === '' ? {} : { namespace }),
      // The labels that the webhook would add, for clusters without it.
      labels: {
        [pipelineIdLabel]: parent.uid,
        [pipelineNameLabel]: labelValue(parent.name),
        ...creationTimeLabel(),
      },
      ownerReferences: [
        {
          apiVersion,
          kind: kinds.pipeline.kind,
          name: parent.name,
          uid: parent.uid,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      pipelineName: parent.name,
      versionName: version.name,
      displayName: version.displayName,
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
      ...(Object.keys(version.tags).length === 0 ? {} : { tags: version.tags }),
      pipelineSpec: version.pipelineSpec,
      ...(version.platformSpec === undefined || version.platformSpec === null
        ? {}
        : { platformSpec: version.platformSpec }),
    },
  };
};
