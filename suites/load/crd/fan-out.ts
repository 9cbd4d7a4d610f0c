import http from 'k6/http';
import { expectAnswer, textAt, textsAt } from '../support/answers.ts';
import { collectionUrl, crdParams } from '../support/crd.ts';
import { knownInNamespace } from '../support/crd-lists.ts';
import { fanOutBatch, fanOutRows } from '../support/fan-out.ts';
import { namespaceAt } from '../support/objects.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';

export const options = loadOptions(fanOutBatch);

const listParams = crdParams('fan-out', 'list');
const getParams = crdParams('fan-out', 'get');

export const { warm, measured } = scenarios((iteration) => {
  const url = collectionUrl('pipelines', namespaceAt(iteration));
  const list = http.get(`${url}?limit=${fanOutRows}`, listParams);
  const names = textsAt(list, 'items.#.metadata.name');
  const rows = Math.min(fanOutRows, knownInNamespace(iteration));
  if (!expectAnswer(list, 200, () => names.length >= rows && names.length <= fanOutRows)) return;
  const answers = http.batch(names.map((name) => ({ method: 'GET', url: `${url}/${name}`, params: getParams })));
  answers.forEach((answer, row) => expectAnswer(answer, 200, () => textAt(answer, 'metadata.name') === names[row]));
});
