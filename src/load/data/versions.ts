import type { DefinitionTemplate } from './definition.ts';
import { pipelineName, versionName, versionObjectName } from './names.ts';
import { apiVersion, type ObjectSource } from './pipelines.ts';
import { descriptionOf, displayNameOf } from './prose.ts';

/** The JSON text of the definition of the version of pipeline `index`. */
export const definitionText = ({ before, after }: DefinitionTemplate, prefix: string, index: number): string =>
  before + pipelineName(prefix, index) + after;

/** The JSON of PipelineVersion object `index` of pipeline `parentIndex`, whose uid is `pipelineId`. */
export const versionObject = (
  { prefix, seed, prose }: ObjectSource,
  template: DefinitionTemplate,
  index: number,
  namespace: string,
  pipelineId: string,
  parentIndex = index,
): string => {
  const parent = pipelineName(prefix, parentIndex);
  // The labels and the owner that the webhook would add, for clusters without it.
  return (
    `{"apiVersion":"${apiVersion}","kind":"PipelineVersion","metadata":{"name":"${versionObjectName(prefix, index, parentIndex)}","namespace":"${namespace}",` +
    `"labels":{"pipelines.kubeflow.org/pipeline-id":"${pipelineId}","pipelines.kubeflow.org/pipeline":"${parent}"},` +
    `"ownerReferences":[{"apiVersion":"${apiVersion}","kind":"Pipeline","name":"${parent}","uid":"${pipelineId}","blockOwnerDeletion":true}]},` +
    `"spec":{"pipelineName":"${parent}","versionName":"${versionName(prefix, index)}","displayName":"${displayNameOf(prose, seed, index)}",` +
    `"description":"${descriptionOf(prose, seed, index)}","pipelineSpec":${definitionText(template, prefix, index)}}}`
  );
};
