import http from 'k6/http';
import { versionObjectName } from '../../../src/load/data/names.ts';
import { versionObject } from '../../../src/load/data/versions.ts';
import { expectCreated, textAt } from './answers.ts';
import { collectionUrl, crdParams } from './crd.ts';
import { templateAt } from './definitions.ts';
import { namespaceAt, objectSource } from './objects.ts';

/** The creation of PipelineVersion objects. It counts a wrong answer, and returns whether the answer was right. */
export const crdVersions = (op: string) => {
  const params = crdParams(op, 'create-version');
  return {
    /** Version `index` of pipeline `parent`, whose uid is `pipelineId`. */
    create: (index: number, pipelineId: string, parent = index): boolean => {
      const namespace = namespaceAt(parent);
      const body = versionObject(objectSource, templateAt(index), index, namespace, pipelineId, parent);
      const answer = http.post(collectionUrl('pipelineversions', namespace), body, params);
      return expectCreated(
        answer,
        201,
        () =>
          textAt(answer, 'kind') === 'PipelineVersion' &&
          textAt(answer, 'metadata.name') === versionObjectName(objectSource.prefix, index, parent),
      );
    },
  };
};
