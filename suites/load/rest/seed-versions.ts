import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { restUploads } from '../support/rest-versions.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { version } = restUploads('seed-versions');
const idOf = await idFile('IDS', settings.idsFile);

/** The versions of pipelines that exist, from FIRST on. */
export const { warm, measured } = scenarios(async (iteration) => {
  const index = settings.first + iteration;
  version(index, await idOf(index));
});
