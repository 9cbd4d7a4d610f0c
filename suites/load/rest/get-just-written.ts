import { loadOptions } from '../support/options.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { create, get } = restRequests('get-just-written');

export const { warm, measured } = scenarios((iteration) => {
  const index = settings.first + iteration;
  const id = create(index);
  if (id !== undefined) get(index, id);
});
