import { apiGroup, type OwnerReference } from './kubernetes-objects.ts';

export interface Kind {
  readonly kind: string;
  /** The plural, as in paths and RBAC. */
  readonly resource: string;
}

/** A kind of pipelines and the kind of their versions. */
export interface Kinds {
  readonly pipeline: Kind;
  readonly version: Kind;
}

/** The namespaced kinds of KEP-11551. */
export const namespacedKinds: Kinds = {
  pipeline: { kind: 'Pipeline', resource: 'pipelines' },
  version: { kind: 'PipelineVersion', resource: 'pipelineversions' },
};

/** Cluster-scoped kinds for shared pipelines (KEP review thread, option 2). */
export const sharedKinds: Kinds = {
  pipeline: { kind: 'SharedPipeline', resource: 'sharedpipelines' },
  version: { kind: 'SharedPipelineVersion', resource: 'sharedpipelineversions' },
};

/** Whether an owner reference names a pipeline of these kinds, in any API version. */
export const refersToPipeline = (reference: OwnerReference, { pipeline }: Kinds): boolean =>
  reference.kind === pipeline.kind && reference.apiVersion.split('/')[0] === apiGroup;
