import { teamOf } from '../../../src/load/data/pipelines.ts';
import { knownIndex } from '../support/choice.ts';
import { loadOptions } from '../support/options.ts';
import { pageSize } from '../support/pages.ts';
import { filterQuery, restLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { selected } = restLists('list-by-tag');

export const { warm, measured } = scenarios((iteration) => {
  const index = knownIndex(iteration);
  const team = teamOf(index);
  selected(
    index,
    filterQuery('tags.team', 'EQUALS', team),
    'tags.team',
    (teams) => teams.length > 0 && teams.length <= pageSize && teams.every((other) => other === team),
  );
});
