/** The API of KEP-11551. */
export const apiGroup = 'pipelines.kubeflow.org';
export const apiVersion = `${apiGroup}/v2beta1`;
export const pipelineIdLabel = `${apiGroup}/pipeline-id`;
export const pipelineNameLabel = `${apiGroup}/pipeline`;

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ObjectMetadata {
  readonly name: string;
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

export interface PipelineObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly spec?: {
    readonly displayName?: string;
    readonly description?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

export interface VersionSpec {
  readonly pipelineSpec?: unknown;
  readonly platformSpec?: unknown;
  readonly pipelineName?: string;
  readonly versionName?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly codeSourceURL?: string;
  readonly pipelineSpecURI?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface VersionObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly spec?: VersionSpec;
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
    }[];
  };
}

/** An empty namespace means a cluster-scoped resource or, for lists and watches, all namespaces. */
export const collectionPath = (resource: string, namespace: string): string => {
  const place = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `/apis/${apiVersion}${place}/${resource}`;
};

export const objectPath = (resource: string, namespace: string, name: string): string =>
  `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;

/** Whole seconds since the epoch of an RFC 3339 time. */
export const epochSeconds = (time: string): number => Math.floor(Date.parse(time) / 1000);
