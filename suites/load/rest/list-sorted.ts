import { indexOfName } from '../../../src/load/data/names.ts';
import { loadOptions } from '../support/options.ts';
import { isFullPage } from '../support/pages.ts';
import { knownByRest, restLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { selected } = restLists('list-sorted');

/** Of the own names alone: where those of others are among them depends on the collation of the server. */
const descends = (names: readonly string[]): boolean => {
  const own = names.flatMap((name) => indexOfName(settings.prefix, name) ?? []);
  return own.every((index, at) => at === 0 || index < (own[at - 1] ?? 0));
};

export const { warm, measured } = scenarios((iteration) => {
  const query = `&sort_by=${encodeURIComponent('name desc')}`;
  selected(iteration, query, 'name', (names) => isFullPage(names.length, knownByRest(iteration)) && descends(names));
});
