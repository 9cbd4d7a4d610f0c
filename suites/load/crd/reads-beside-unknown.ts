import { askUnknown, markPart, unknownIds } from '../support/beside-unknown.ts';
import { knownIndex } from '../support/choice.ts';
import { crdLists } from '../support/crd-lists.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions({ parts: ['alone', 'beside'], beside: unknownIds });

const { get, getUnknown } = crdRequests('reads-beside-unknown');
const { page } = crdLists('reads-beside-unknown');

export const { warm, measured } = scenarios((iteration) => {
  markPart();
  const index = knownIndex(iteration);
  if (iteration % 3 === 2) page(index);
  else get(index);
});

export const beside = askUnknown((iteration, id) => getUnknown(iteration, `unknown-${id}`));
