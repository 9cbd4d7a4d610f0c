import { changedDisplayName, knownIndex, mixedRequest, nextIndex } from '../support/choice.ts';
import { crdLists } from '../support/crd-lists.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { create, get, patch } = crdRequests('mixed');
const { page } = crdLists('mixed');

export const { warm, measured } = scenarios((iteration) => {
  const request = mixedRequest(iteration);
  if (request === 'get' || request === 'get-by-name') get(knownIndex(iteration));
  else if (request === 'list') page(knownIndex(iteration));
  else if (request === 'create') create(settings.first + iteration);
  else patch(nextIndex(iteration), changedDisplayName(iteration));
});
