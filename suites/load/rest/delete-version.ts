import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions();

const { remove } = restRequests('delete-version');
const pipelineIdOf = await idFile('IDS', settings.idsFile);
const versionIdOf = await idFile('VERSION_IDS', settings.versionIdsFile);

export const { warm, measured } = scenarios(async (iteration) => {
  const index = settings.deleteFirst + iteration;
  const pipelineId = await pipelineIdOf(index);
  const versionId = await versionIdOf(index);
  remove(`${pipelineId}/versions/${versionId}`);
});
