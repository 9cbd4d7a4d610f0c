import { crdLists, crdWalk } from '../support/crd-lists.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { walk } from '../support/walk.ts';

export const options = loadOptions({ p99Ms: 30_000 });

const { page } = crdLists('walk');
const readPage = crdWalk('walk');

export const { warm, measured } = scenarios(
  () => void walk(1, (_, token) => readPage(token)),
  (iteration) => void page(iteration),
);
