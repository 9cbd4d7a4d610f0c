import { knownIndex } from '../support/choice.ts';
import { loadOptions } from '../support/options.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { get } = crdRequests('get-by-name');

export const { warm, measured } = scenarios((iteration) => void get(knownIndex(iteration)));
