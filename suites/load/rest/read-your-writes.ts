import http from 'k6/http';
import { pipelineName } from '../../../src/load/data/names.ts';
import { expectAnswer, textAt, textsAt } from '../support/answers.ts';
import { loadOptions } from '../support/options.ts';
import { namespaceAt } from '../support/objects.ts';
import { namespaceQuery, pipelinesUrl, restParams } from '../support/rest.ts';
import { filterQuery } from '../support/rest-lists.ts';
import { restRequests } from '../support/rest-requests.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';
import { visibility } from '../support/visibility.ts';

export const options = loadOptions();

const operation = 'read-your-writes';
const { create } = restRequests(operation);
const getParams = restParams(operation, 'get-by-name', { responseCallback: http.expectedStatuses(200, 404) });
const listParams = restParams(operation, 'list');
const [inGet, inList] = [visibility('get'), visibility('list')];

const get = (name: string, namespace: string): boolean | undefined => {
  const answer = http.get(`${pipelinesUrl}/names/${name}?${namespaceQuery(namespace)}`, getParams);
  if (answer.status === 404) return false;
  return expectAnswer(answer, 200, () => textAt(answer, 'name') === name) ? true : undefined;
};

const list = (name: string, namespace: string): boolean | undefined => {
  const query = `${namespaceQuery(namespace)}page_size=1${filterQuery('name', 'EQUALS', name)}`;
  const answer = http.get(`${pipelinesUrl}?${query}`, listParams);
  const names = textsAt(answer, 'pipelines.#.name');
  // A list without pipelines is an empty object.
  const right = expectAnswer(answer, 200, () => (names.length === 0 ? answer.body === '{}' : names[0] === name));
  return right ? names.length > 0 : undefined;
};

export const { warm, measured } = scenarios(
  (iteration) => {
    const index = settings.first + iteration;
    const [name, namespace] = [pipelineName(settings.prefix, index), namespaceAt(index)];
    if (create(index) === undefined) return;
    const written = Date.now();
    inGet(written, () => get(name, namespace));
    inList(written, () => list(name, namespace));
  },
  (iteration) => void create(settings.first + iteration),
);
