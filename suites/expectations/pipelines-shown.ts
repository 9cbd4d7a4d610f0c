import { assert } from '../../src/scenarios/assert.ts';
import { itemsOf, jsonOf, text } from '../../src/clients/json-response.ts';
import { apiV2 } from '../../src/clients/kfp.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import type { Pipeline } from '../../src/lanes/pipeline.ts';
import { pipelineFromRest } from '../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { accepted } from './accepted.ts';
import { allPages, pageQuery, pagesByName } from './all-pages.ts';
import { contains, filterOf } from './predicate.ts';

/**
 * The scenario's own pipelines, as a surface lists them. Throws an assertion error when the list is refused.
 */
export const pipelinesShown = async (
  { kfp, names }: Pick<ScenarioContext, 'kfp' | 'names'>,
  surface: Surface,
): Promise<readonly Pipeline[]> => {
  const first = { ...pagesByName, filter: filterOf(contains('name', names.prefix)) };
  const listed: Record<Surface['name'], () => Promise<readonly Pipeline[]>> = {
    rest: () =>
      allPages(async (token) => {
        const answer = await kfp.call('GET', `${apiV2}/pipelines`, { query: pageQuery(first, token) });
        assert.equal(answer.status, 200, 'rest: the list is given');
        return {
          items: itemsOf(answer, 'pipelines').map(pipelineFromRest),
          next: text(jsonOf(answer), 'next_page_token'),
        };
      }),
    kubernetes: async () => accepted(await surface.allPipelines()),
  };
  return (await listed[surface.name]()).filter(({ name }) => name.startsWith(names.prefix));
};
