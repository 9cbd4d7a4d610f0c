import { pipelineName } from './names.ts';
import { descriptionOf, displayNameOf, type ProseLists } from './prose.ts';

/** What the objects of a run are derived from. */
export interface ObjectSource {
  readonly prefix: string;
  readonly seed: number;
  readonly prose: ProseLists;
}

/** Each pipeline belongs to one of this many teams, by a tag. */
export const teamCount = 50;

/** The value of the tag `team` of pipeline `index`. */
export const teamOf = (index: number): string => `team-${String(index % teamCount).padStart(2, '0')}`;

/** The tags of pipeline `index`, as JSON. */
export const tagsOf = (index: number): string => `{"team":"${teamOf(index)}"}`;

/** The JSON of pipeline `index` for a POST by REST; `namespace` is sent in multi-user mode only. */
export const restPipeline = ({ prefix, seed, prose }: ObjectSource, index: number, namespace?: string): string =>
  `{"name":"${pipelineName(prefix, index)}","display_name":"${displayNameOf(prose, seed, index)}",` +
  `"description":"${descriptionOf(prose, seed, index)}","tags":${tagsOf(index)}` +
  `${namespace === undefined ? '' : `,"namespace":"${namespace}"`}}`;

export const apiVersion = 'pipelines.kubeflow.org/v2beta1';

/** The JSON of the Pipeline object `index`. */
export const pipelineObject = ({ prefix, seed, prose }: ObjectSource, index: number, namespace: string): string =>
  `{"apiVersion":"${apiVersion}","kind":"Pipeline","metadata":{"name":"${pipelineName(prefix, index)}","namespace":"${namespace}"},` +
  `"spec":{"displayName":"${displayNameOf(prose, seed, index)}","description":"${descriptionOf(prose, seed, index)}","tags":${tagsOf(index)}}}`;
