import { knownIndex } from '../support/choice.ts';
import { loadOptions } from '../support/options.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { getByName } = restRequests('get-by-name');

export const { warm, measured } = scenarios((iteration) => void getByName(knownIndex(iteration)));
