import http from 'k6/http';
import { expectAnswer, textAt, textsAt } from '../support/answers.ts';
import { fanOutBatch, fanOutRows } from '../support/fan-out.ts';
import { loadOptions } from '../support/options.ts';
import { namespaceAt } from '../support/objects.ts';
import { namespaceQuery, pipelinesUrl, restParams } from '../support/rest.ts';
import { knownByRest } from '../support/rest-lists.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions(fanOutBatch);

const listParams = restParams('fan-out', 'list');
const getParams = restParams('fan-out', 'get');

export const { warm, measured } = scenarios((iteration) => {
  const url = `${pipelinesUrl}?${namespaceQuery(namespaceAt(iteration))}page_size=${fanOutRows}`;
  const list = http.get(url, listParams);
  const ids = textsAt(list, 'pipelines.#.pipeline_id');
  const rows = Math.min(fanOutRows, knownByRest(iteration));
  if (!expectAnswer(list, 200, () => ids.length >= rows && ids.length <= fanOutRows)) return;
  const answers = http.batch(ids.map((id) => ({ method: 'GET', url: `${pipelinesUrl}/${id}`, params: getParams })));
  answers.forEach((answer, row) => expectAnswer(answer, 200, () => textAt(answer, 'pipeline_id') === ids[row]));
});
