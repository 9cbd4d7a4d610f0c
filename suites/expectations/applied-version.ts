import type { KubernetesClient } from '../../src/clients/kubernetes.ts';
import type { Answer } from '../../src/lanes/answer.ts';
import { answerFromKubernetes, versionFromObject, versionObject } from '../../src/lanes/crd.ts';
import type { PipelineRef } from '../../src/lanes/lane.ts';
import type { PipelineVersion, VersionDraft } from '../../src/lanes/pipeline.ts';
import { serverSideApply, type ApplyOptions } from './server-side-apply.ts';

/** Creates or updates a PipelineVersion to match the draft, by server-side apply. */
export const appliedVersion = async (
  kubernetes: KubernetesClient,
  pipeline: Pick<PipelineRef, 'name'>,
  draft: VersionDraft,
  options?: ApplyOptions,
): Promise<Answer<PipelineVersion>> =>
  answerFromKubernetes(
    await serverSideApply(kubernetes, versionObject(kubernetes.namespace, pipeline.name, draft), options),
    versionFromObject,
  );
