import http from 'k6/http';
import { expectAnswer } from '../support/answers.ts';
import { idFile } from '../support/id-file.ts';
import { loadOptions } from '../support/options.ts';
import { pipelinesUrl, restParams } from '../support/rest.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';

export const options = loadOptions({ p99Ms: 60_000 });

// Twice as long as the requirement allows, or the answer that misses it would have no time.
const params = restParams('delete-cascade-many', 'delete', { timeout: '120s' });
const idOf = await idFile('IDS', settings.idsFile);

/** Pipelines from DELETE_FIRST on, with as many versions as they were given. */
export const { warm, measured } = scenarios(async (iteration) => {
  const id = await idOf(settings.deleteFirst + iteration);
  const answer = http.del(`${pipelinesUrl}/${id}?cascade=true`, null, params);
  expectAnswer(answer, 200, ({ body }) => body === '{}');
});
