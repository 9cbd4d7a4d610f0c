import exec from 'k6/execution';
import { whileWriting, writers, writes } from '../support/beside-writers.ts';
import { loadOptions } from '../support/options.ts';
import { restLists, restWalk, restWalkLists } from '../support/rest-lists.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';
import { walk } from '../support/walk.ts';

export const options = loadOptions({ p99Ms: 30_000, beside: writers });

const { create, remove } = restRequests('walk-beside-writers');
const { page } = restLists('walk-beside-writers');
const readPage = restWalk('walk-beside-writers');

// What is new comes last in one order, and first in the other, where each write moves all that follow.
const orders = ['', `&sort_by=${encodeURIComponent('created_at desc')}`];

export const { warm, measured } = scenarios(
  (iteration) => {
    const order = orders[iteration % orders.length];
    whileWriting(() => walk(restWalkLists, (list, token) => readPage(list, token, order)));
  },
  (iteration) => void page(iteration),
);

/** A writer creates a pipeline and deletes it again. */
export const beside = (): void => {
  const id = create(settings.first + exec.scenario.iterationInTest);
  writes.add(id !== undefined && remove(id));
};
