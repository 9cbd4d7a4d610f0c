import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { create, get } = crdRequests('get-just-written');

export const { warm, measured } = scenarios((iteration) => {
  const index = settings.first + iteration;
  if (create(index) !== undefined) get(index);
});
