import { jsonOf, object, objects, text } from '../../src/clients/json-response.ts';
import { collectionPath } from '../../src/clients/kubernetes.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';

const versions = (count: number): string => `${count} ${count === 1 ? 'version' : 'versions'}`;

/**
 * The objects that a surface shows under a pipeline name, in words: `nothing`, `a pipeline with 1 version`, `2
 * versions, no pipeline`.
 */
export const remainsOf = async (context: ScenarioContext, surface: Surface, name: string): Promise<string> => {
  const look: Record<Surface['name'], () => Promise<string>> = {
    rest: async () => {
      const { kind, value } = await surface.getPipelineByName(name);
      if (value === undefined) return kind === 'missing' ? 'nothing' : `get by name: ${kind}`;
      const listed = await surface.allVersions(value);
      return `a pipeline with ${listed.value === undefined ? `versions that cannot be listed (${listed.kind})` : versions(listed.value.length)}`;
    },
    kubernetes: async () => {
      const { kubernetes } = context;
      const pipeline = await surface.getPipelineByName(name);
      const all = jsonOf(await kubernetes.call('GET', collectionPath(kubernetes.namespace, 'pipelineversions')));
      const count = objects(all, 'items').filter((item) => text(object(item, 'spec'), 'pipelineName') === name).length;
      if (pipeline.value !== undefined) return `a pipeline with ${versions(count)}`;
      return count === 0 ? 'nothing' : `${versions(count)}, no pipeline`;
    },
  };
  return look[surface.name]();
};
