import { loadOptions } from '../support/options.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { create } = restRequests('create');

export const { warm, measured } = scenarios((iteration) => void create(settings.first + iteration));
