import { loadOptions } from '../support/options.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { create } = crdRequests('create');

export const { warm, measured } = scenarios((iteration) => void create(settings.first + iteration));
