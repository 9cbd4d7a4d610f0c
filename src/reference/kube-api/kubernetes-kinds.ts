import { apiGroup, type OwnerReference } from './kubernetes-objects.ts';

export interface Kind {
  readonly kind: string;
  /** The plural, as paths and RBAC have it. */
  readonly resource: string;
}

/** A kind of pipelines and the kind of the versions that they own. */
export interface Kinds {
  readonly pipeline: Kind;
  readonly version: Kind;
}

/** The kinds of KEP-11551, which live in namespaces. */
export const namespacedKinds: Kinds = {
  pipeline: { kind: 'Pipeline', resource: 'pipelines' },
  version: { kind: 'PipelineVersion', resource: 'pipelineversions' },
};

/** Cluster-scoped kinds for what all share (KEP review thread, option 2). */
export const sharedKinds: Kinds = {
  pipeline: { kind: 'SharedPipeline', resource: 'sharedpipelines' },
  version: { kind: 'SharedPipelineVersion', resource: 'sharedpipelineversions' },
};

/** Whether a reference names a pipeline of these kinds, of whatever version of the API. */
export const refersToPipeline = (reference: OwnerReference, { pipeline }: Kinds): boolean =>
  reference.kind === pipeline.kind && reference.apiVersion.split('/')[0] === apiGroup;
