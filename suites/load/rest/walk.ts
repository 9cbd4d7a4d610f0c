import { loadOptions } from '../support/options.ts';
import { restLists, restWalk, restWalkLists } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';
import { walk } from '../support/walk.ts';

export const options = loadOptions({ p99Ms: 30_000 });

const { page } = restLists('walk');
const readPage = restWalk('walk');

export const { warm, measured } = scenarios(
  () => void walk(restWalkLists, readPage),
  (iteration) => void page(iteration),
);
