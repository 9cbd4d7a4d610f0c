import { crdRequests } from '../support/crd-requests.ts';
import { crdVersions } from '../support/crd-versions.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const operation = 'create-with-version';
const pipelines = crdRequests(operation);
const versions = crdVersions(operation);

export const { warm, measured } = scenarios((iteration) => {
  const index = settings.first + iteration;
  const uid = pipelines.create(index);
  if (uid !== undefined) versions.create(index, uid);
});
