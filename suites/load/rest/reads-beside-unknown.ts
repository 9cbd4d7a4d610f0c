import { askUnknown, markPart, unknownIds } from '../support/beside-unknown.ts';
import { knownIndex } from '../support/choice.ts';
import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { restLists } from '../support/rest-lists.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions({ parts: ['alone', 'beside'], beside: unknownIds });

const { get, getByName, getUnknown } = restRequests('reads-beside-unknown');
const { page } = restLists('reads-beside-unknown');
const idOf = await idFile('IDS', settings.idsFile);

export const { warm, measured } = scenarios(async (iteration) => {
  markPart();
  const index = knownIndex(iteration);
  if (iteration % 3 === 0) get(index, await idOf(index));
  else if (iteration % 3 === 1) getByName(index);
  else page(index);
});

export const beside = askUnknown((_, id) => getUnknown(id));
