import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { restUploads } from '../support/rest-versions.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { version } = restUploads('seed-versions');
const idOf = await idFile('IDS', settings.idsFile);

/** Versions from FIRST on: of pipeline PARENT, or each of the pipeline of its own index. */
export const { warm, measured } = scenarios(async (iteration) => {
  const index = settings.first + iteration;
  const parent = settings.parent ?? index;
  version(index, await idOf(parent));
});
