import { decadeName } from '../../../src/load/data/names.ts';
import { knownIndex } from '../support/choice.ts';
import { loadOptions } from '../support/options.ts';
import { filterQuery, restLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { selected } = restLists('list-filtered');
const { prefix } = settings;

/** Ten neighbours in the store, by a part of their names; in namespaces that share them, those of one namespace. */
export const { warm, measured } = scenarios((iteration) => {
  const index = knownIndex(iteration);
  const part = decadeName(prefix, Math.floor(index / 10));
  selected(
    index,
    filterQuery('name', 'IS_SUBSTRING', part),
    'name',
    (names) => names.length > 0 && names.length <= 10 && names.every((name) => name.startsWith(part)),
  );
});
