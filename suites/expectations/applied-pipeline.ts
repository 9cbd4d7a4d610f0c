import type { KubernetesClient } from '../../src/clients/kubernetes.ts';
import type { Answer } from '../../src/lanes/answer.ts';
import { answerFromKubernetes, pipelineFromObject, pipelineObject } from '../../src/lanes/crd.ts';
import type { Pipeline, PipelineDraft } from '../../src/lanes/pipeline.ts';
import { serverSideApply, type ApplyOptions } from './server-side-apply.ts';

/** Creates or updates a Pipeline to match the draft, by server-side apply. */
export const appliedPipeline = async (
  kubernetes: KubernetesClient,
  draft: PipelineDraft,
  options?: ApplyOptions,
): Promise<Answer<Pipeline>> =>
  answerFromKubernetes(
    await serverSideApply(kubernetes, pipelineObject(kubernetes.namespace, draft), options),
    pipelineFromObject,
  );
