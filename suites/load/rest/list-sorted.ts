import { loadOptions } from '../support/options.ts';
import { isFullPage } from '../support/pages.ts';
import { knownByRest, restLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { selected } = restLists('list-sorted');

const descends = (names: readonly string[]): boolean =>
  names.every((name, at) => at === 0 || name < (names[at - 1] ?? ''));

export const { warm, measured } = scenarios((iteration) => {
  const query = `&sort_by=${encodeURIComponent('name desc')}`;
  selected(iteration, query, 'name', (names) => isFullPage(names.length, knownByRest(iteration)) && descends(names));
});
