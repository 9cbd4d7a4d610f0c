import type { OwnerReference } from './kubernetes-objects.ts';
import { GROUP } from './kubernetes-objects.ts';

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
export const NAMESPACED_KINDS: Kinds = {
  pipeline: { kind: 'Pipeline', resource: 'pipelines' },
  version: { kind: 'PipelineVersion', resource: 'pipelineversions' },
};

/** Whether a reference names a pipeline of these kinds, of whatever version of the API. */
export function refersToPipeline(reference: OwnerReference, { pipeline }: Kinds): boolean {
  return reference.kind === pipeline.kind && reference.apiVersion.split('/')[0] === GROUP;
}
