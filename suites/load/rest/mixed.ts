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

const getById = async (index: number): Promise<void> => {
  get(index, await idOf(index));
};

const patchById = async (index: number, displayName: string): Promise<void> => {
  patch(await idOf(index), displayName);
};

export const { warm, measured } = scenarios((iteration): void | Promise<void> => {
  const request = mixedRequest(iteration);
  if (request === 'get') return getById(knownIndex(iteration));
  if (request === 'patch') return patchById(nextIndex(iteration), changedDisplayName(iteration));
  if (request === 'get-by-name') getByName(knownIndex(iteration));
  else if (request === 'list') page(knownIndex(iteration));
  else create(settings.first + iteration);
});
