import { changedDisplayName, knownIndex, mixedRequest, nextIndex } from '../support/choice.ts';
import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { restLists } from '../support/rest-lists.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { create, get, getByName, patch } = restRequests('mixed');
const { page } = restLists('mixed');
const idOf = await idFile('IDS', settings.idsFile);

export const { warm, measured } = scenarios(async (iteration) => {
  const request = mixedRequest(iteration);
  const index = request === 'patch' ? nextIndex(iteration) : knownIndex(iteration);
  if (request === 'get') get(index, await idOf(index));
  else if (request === 'get-by-name') getByName(index);
  else if (request === 'list') page(index);
  else if (request === 'create') create(settings.first + iteration);
  else patch(await idOf(index), changedDisplayName(iteration));
});
