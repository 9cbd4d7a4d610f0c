import { loadOptions } from '../support/options.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { create } = crdRequests('create');

export const { warm, measured } = scenarios((iteration) => {
  const index = settings.first + iteration;
  const uid = create(index);
  // A watcher beside this script measures from here how long its event takes.
  if (settings.acknowledge && uid !== undefined) console.log(`acknowledged ${index} ${Date.now()}`);
});
