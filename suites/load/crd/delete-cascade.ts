import { crdRequests } from '../support/crd-requests.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { removePipeline } = crdRequests('delete-cascade');

// The garbage collector deletes the versions afterwards.
export const { warm, measured } = scenarios((iteration) => void removePipeline(settings.deleteFirst + iteration));
