import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { removeVersion } = crdRequests('delete-version');

export const { warm, measured } = scenarios((iteration) => void removeVersion(settings.deleteFirst + iteration));
