import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions({ p99Ms: 30_000 });

const { remove } = restRequests('delete-cascade');
const idOf = await idFile('IDS', settings.idsFile);

export const { warm, measured } = scenarios(async (iteration) => {
  const id = await idOf(settings.deleteFirst + iteration);
  remove(`${id}?cascade=true`);
});
