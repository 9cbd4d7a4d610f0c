import { knownIndex } from '../support/choice.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

// The Kubernetes API knows objects by name only, so that this is also its get by name.
const { get } = crdRequests('get-known');

export const { warm, measured } = scenarios((iteration) => void get(knownIndex(iteration)));
