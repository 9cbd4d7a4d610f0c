import http from 'k6/http';
import { pipelineName } from '../../../src/load/data/names.ts';
import { expectAnswer, textAt, textsAt } from '../support/answers.ts';
import { collectionUrl, crdParams } from '../support/crd.ts';
import { crdRequests } from '../support/crd-requests.ts';
import { namespaceAt } from '../support/objects.ts';
import { loadOptions } from '../support/options.ts';
import { scenarios } from '../support/scenarios.ts';
import { settings } from '../support/settings.ts';
import { visibility } from '../support/visibility.ts';

export const options = loadOptions();

const operation = 'read-your-writes';
const { create } = crdRequests(operation);
const getParams = crdParams(operation, 'get', { responseCallback: http.expectedStatuses(200, 404) });
const listParams = crdParams(operation, 'list');
const [inGet, inList] = [visibility('get'), visibility('list')];

const get = (name: string, url: string): boolean | undefined => {
  const answer = http.get(`${url}/${name}`, getParams);
  if (answer.status === 404) return false;
  return expectAnswer(answer, 200, () => textAt(answer, 'metadata.name') === name) ? true : undefined;
};

const list = (name: string, url: string): boolean | undefined => {
  const answer = http.get(`${url}?fieldSelector=metadata.name%3D${name}`, listParams);
  const names = textsAt(answer, 'items.#.metadata.name');
  const right = expectAnswer(
    answer,
    200,
    () => textAt(answer, 'kind') === 'PipelineList' && names.every((shown) => shown === name),
  );
  return right ? names.length > 0 : undefined;
};

export const { warm, measured } = scenarios(
  (iteration) => {
    const index = settings.first + iteration;
    const name = pipelineName(settings.prefix, index);
    const url = collectionUrl('pipelines', namespaceAt(index));
    if (create(index) === undefined) return;
    const written = Date.now();
    inGet(written, () => get(name, url));
    inList(written, () => list(name, url));
  },
  (iteration) => void create(settings.first + iteration),
);
