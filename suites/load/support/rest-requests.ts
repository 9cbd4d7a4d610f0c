import http, { type RefinedResponse } from 'k6/http';
import { pipelineName } from '../../../src/load/data/names.ts';
import { restPipeline } from '../../../src/load/data/pipelines.ts';
import { expectAnswer, expectCreated, textAt, valueAt } from './answers.ts';
import { namespaceAt, objectSource } from './objects.ts';
import { namespaceQuery, pipelinesUrl, restParams } from './rest.ts';
import { settings } from './settings.ts';

type Answer = RefinedResponse<'text'>;

const { prefix, multiUser } = settings;

/** The requests by REST of an operation. Each counts a wrong answer, and returns whether the answer was right. */
export const restRequests = (op: string) => {
  const params = {
    create: restParams(op, 'create'),
    get: restParams(op, 'get'),
    unknown: restParams(op, 'get-unknown', { responseCallback: http.expectedStatuses(404) }),
    byName: restParams(op, 'get-by-name'),
    patch: restParams(op, 'patch'),
    remove: restParams(op, 'delete'),
  };
  const isPipeline = (index: number, answer: Answer): boolean => textAt(answer, 'name') === pipelineName(prefix, index);
  return {
    /** Returns the id of the new pipeline, or undefined. */
    create: (index: number): string | undefined => {
      const namespace = multiUser ? namespaceAt(index) : undefined;
      const answer = http.post(pipelinesUrl, restPipeline(objectSource, index, namespace), params.create);
      const id = textAt(answer, 'pipeline_id');
      return expectCreated(answer, 200, () => isPipeline(index, answer) && id !== '') ? id : undefined;
    },
    get: (index: number, id: string): boolean => {
      const answer = http.get(`${pipelinesUrl}/${id}`, params.get);
      return expectAnswer(answer, 200, () => isPipeline(index, answer) && textAt(answer, 'pipeline_id') === id);
    },
    /** Code 5 is NOT_FOUND of gRPC: any other 404 comes from a wrong address. */
    getUnknown: (id: string): boolean => {
      const answer = http.get(`${pipelinesUrl}/${id}`, params.unknown);
      return expectAnswer(answer, 404, () => valueAt(answer, 'code') === 5);
    },
    getByName: (index: number): boolean => {
      const query = namespaceQuery(namespaceAt(index));
      const answer = http.get(`${pipelinesUrl}/names/${pipelineName(prefix, index)}?${query}`, params.byName);
      return expectAnswer(answer, 200, () => isPipeline(index, answer));
    },
    patch: (id: string, displayName: string): boolean => {
      const answer = http.patch(`${pipelinesUrl}/${id}`, `{"display_name":"${displayName}"}`, params.patch);
      return expectAnswer(answer, 200, () => textAt(answer, 'display_name') === displayName);
    },
    /** `target` is relative to the pipelines: `ID?cascade=true`, `ID/versions/ID`. */
    remove: (target: string): boolean => {
      const answer = http.del(`${pipelinesUrl}/${target}`, null, params.remove);
      return expectAnswer(answer, 200, ({ body }) => body === '{}');
    },
  };
};
