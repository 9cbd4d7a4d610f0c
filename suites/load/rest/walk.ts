import { loadOptions } from '../support/options.ts';
import { restLists, walkRestPage } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';
import { walk } from '../support/walk.ts';

export const options = loadOptions({ p99Ms: 30_000 });

const { multiUser, namespaces } = settings;
const { page } = restLists('walk');

// A multi-user server has a list for each namespace.
const lists = multiUser ? namespaces : 1;

export const { warm, measured } = scenarios(
  () => walk(lists, walkRestPage),
  (iteration) => void page(iteration),
);
