import { unknownId } from '../support/choice.ts';
import { loadOptions } from '../support/options.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions();

const { getUnknown } = restRequests('get-unknown');

export const { warm, measured } = scenarios((iteration) => void getUnknown(unknownId(iteration)));
