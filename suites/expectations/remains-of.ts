import { object, text } from '../../src/clients/json-response.ts';
import { collectionPath } from '../../src/clients/kubernetes.ts';
import { listFromKubernetes } from '../../src/lanes/crd.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { accepted } from './accepted.ts';

const versions = (count: number): string => `${count} ${count === 1 ? 'version' : 'versions'}`;

/**
 * The objects that a surface shows under a pipeline name, in words: `nothing`, `a pipeline with 1 version`, `2
 * versions, no pipeline`, or `get by name: failed` for a refused look. `nothing` is said only of a 404 and of a list.
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
      const { kind, value: pipeline } = await surface.getPipelineByName(name);
      const path = collectionPath(kubernetes.namespace, 'pipelineversions');
      const parents = accepted(
        listFromKubernetes(await kubernetes.call('GET', path), (item) => text(object(item, 'spec'), 'pipelineName')),
      );
      const count = parents.filter((parent) => parent === name).length;
      if (pipeline !== undefined) return `a pipeline with ${versions(count)}`;
      if (kind !== 'missing') return `get by name: ${kind}`;
      return count === 0 ? 'nothing' : `${versions(count)}, no pipeline`;
    },
  };
  return look[surface.name]();
};
