import { creationTimeLabel } from '../kube-api/creation-time-label.ts';
import { refersToPipeline, type Kinds } from '../kube-api/kubernetes-kinds.ts';
import { apiVersion, epochSeconds, pipelineIdLabel } from '../kube-api/kubernetes-objects.ts';
import { pipelineNameLabel, type ObjectMetadata, type VersionObject } from '../kube-api/kubernetes-objects.ts';
import type { CachedObject } from './object-cache.ts';
import { labelValue, versionObjectName } from '../kube-api/object-names.ts';
import type { PipelineEntry } from './pipeline-entry.ts';
import type { NewVersion, StoredVersion } from '../model/pipeline-store.ts';
import { servedPlatformSpec, unreadableReason } from '../definitions/version-definition.ts';

/** Whose version an object is: that of the pipeline with this uid or, where it says no uid, with this name; in its namespace. */
export type Parent = `uid:${string}` | `name:${string}`;

/** A PipelineVersion object as the cache holds it. */
export interface VersionEntry extends CachedObject {
  readonly parent: Parent;
  /** For lists; its specs are parsed at each access, which keeps thousands of them in memory as text. */
  readonly item: StoredVersion;
  readonly deleting: boolean;
  readonly finalizers: readonly string[];
  /** Why the definition cannot be used, or undefined. */
  readonly unreadable: () => string | undefined;
}

/** The condition by which KFP tells the state of a version. */
const statusConditionType = 'PipelineVersionStatus';

/** The owner decides, then the label, then, for objects that no webhook has seen, the name. */
const parentOf = ({ metadata, spec }: VersionObject, kinds: Kinds): Parent => {
  const owner =
    metadata.ownerReferences?.find((reference) => refersToPipeline(reference, kinds))?.uid ??
    metadata.labels?.[pipelineIdLabel];
  return owner ? `uid:${owner}` : `name:${spec?.pipelineName ?? ''}`;
};

/** Objects that kubectl made have no condition unless the CRD gives them one; they are ready all the same (KEP-11551, FILT-15). */
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

/** The version as callers get it, with its specs parsed, of the pipeline it was found under. */
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
      // What the webhook would add, for clusters that run without it.
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
