import { unknownId } from '../support/choice.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { getUnknown } = crdRequests('get-unknown');

export const { warm, measured } = scenarios(
  (iteration) => void getUnknown(iteration, `unknown-${unknownId(iteration)}`),
);
