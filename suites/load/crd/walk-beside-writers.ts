import exec from 'k6/execution';
import { whileWriting, writers, writes } from '../support/beside-writers.ts';
import { crdLists, crdWalk } from '../support/crd-lists.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';
import { walk } from '../support/walk.ts';

export const options = loadOptions({ p99Ms: 30_000, beside: writers });

const { create, removePipeline } = crdRequests('walk-beside-writers');
const { page } = crdLists('walk-beside-writers');
const readPage = crdWalk('walk-beside-writers');

export const { warm, measured } = scenarios(
  () => whileWriting(() => walk(1, (_, token) => readPage(token))),
  (iteration) => void page(iteration),
);

/** A writer creates a pipeline and deletes it again. */
export const beside = (): void => {
  const index = settings.first + exec.scenario.iterationInTest;
  writes.add(create(index) !== undefined && removePipeline(index));
};
