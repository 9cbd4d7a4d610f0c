import { knownIndex } from '../support/choice.ts';
import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { get } = restRequests('get-known');
const idOf = await idFile('IDS', settings.idsFile);

export const { warm, measured } = scenarios(async (iteration) => {
  const index = knownIndex(iteration);
  get(index, await idOf(index));
});
