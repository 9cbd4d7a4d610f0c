import { changedDisplayName, nextIndex } from '../support/choice.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { patch } = crdRequests('patch');

export const { warm, measured } = scenarios(
  (iteration) => void patch(nextIndex(iteration), changedDisplayName(iteration)),
);
