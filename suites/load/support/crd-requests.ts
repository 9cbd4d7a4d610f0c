import http, { type RefinedResponse } from 'k6/http';
import { pipelineName, versionObjectName } from '../../../src/load/data/names.ts';
import { pipelineObject } from '../../../src/load/data/pipelines.ts';
import { expectAnswer, expectCreated, textAt } from './answers.ts';
import { collectionUrl, crdParams } from './crd.ts';
import { namespaceAt, objectSource } from './objects.ts';
import { settings } from './settings.ts';

type Answer = RefinedResponse<'text'>;

const { prefix } = settings;

const pipelineUrl = (index: number): string =>
  `${collectionUrl('pipelines', namespaceAt(index))}/${pipelineName(prefix, index)}`;

/** The requests to the Kubernetes API of an operation. Each counts a wrong answer, and returns whether the answer was right. */
export const crdRequests = (op: string) => {
  const params = {
    create: crdParams(op, 'create'),
    get: crdParams(op, 'get'),
    unknown: crdParams(op, 'get-unknown', { responseCallback: http.expectedStatuses(404) }),
    patch: crdParams(op, 'patch', { contentType: 'application/merge-patch+json' }),
    remove: crdParams(op, 'delete'),
  };
  const isPipeline = (index: number, answer: Answer): boolean =>
    textAt(answer, 'kind') === 'Pipeline' && textAt(answer, 'metadata.name') === pipelineName(prefix, index);
  const remove = (url: string, name: string): boolean => {
    const answer = http.del(url, '{"propagationPolicy":"Background"}', params.remove);
    // A Status about the object; the object itself, if finalizers hold it.
    return expectAnswer(answer, 200, () =>
      [textAt(answer, 'details.name'), textAt(answer, 'metadata.name')].includes(name),
    );
  };
  return {
    /** Returns the uid of the new pipeline, or undefined. */
    create: (index: number): string | undefined => {
      const namespace = namespaceAt(index);
      const body = pipelineObject(objectSource, index, namespace);
      const answer = http.post(collectionUrl('pipelines', namespace), body, params.create);
      const uid = textAt(answer, 'metadata.uid');
      return expectCreated(answer, 201, () => isPipeline(index, answer) && uid !== '') ? uid : undefined;
    },
    get: (index: number): boolean => {
      const answer = http.get(pipelineUrl(index), params.get);
      return expectAnswer(answer, 200, () => isPipeline(index, answer));
    },
    /** A name that no pipeline has, in the namespace of object `index`. */
    getUnknown: (index: number, name: string): boolean => {
      const answer = http.get(`${collectionUrl('pipelines', namespaceAt(index))}/${name}`, params.unknown);
      return expectAnswer(
        answer,
        404,
        () => textAt(answer, 'reason') === 'NotFound' && textAt(answer, 'details.name') === name,
      );
    },
    patch: (index: number, displayName: string): boolean => {
      const answer = http.patch(pipelineUrl(index), `{"spec":{"displayName":"${displayName}"}}`, params.patch);
      return expectAnswer(answer, 200, () => textAt(answer, 'spec.displayName') === displayName);
    },
    removePipeline: (index: number): boolean => remove(pipelineUrl(index), pipelineName(prefix, index)),
    removeVersion: (index: number): boolean => {
      const name = versionObjectName(prefix, index);
      return remove(`${collectionUrl('pipelineversions', namespaceAt(index))}/${name}`, name);
    },
  };
};
