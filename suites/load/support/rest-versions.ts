import http from 'k6/http';
import { definitionText } from '../../../src/load/data/versions.ts';
import { pipelineName, versionName } from '../../../src/load/data/names.ts';
import { tagsOf } from '../../../src/load/data/pipelines.ts';
import { descriptionOf, displayNameOf } from '../../../src/load/data/prose.ts';
import { expectAnswer, expectCreated, textAt } from './answers.ts';
import { templateAt } from './definitions.ts';
import { namespaceAt, objectSource } from './objects.ts';
import { namespaceQuery, pipelinesUrl, restParams } from './rest.ts';

const { prefix, seed, prose } = objectSource;

const boundary = 'load-7f3a9c51d2';

const head =
  `--${boundary}\r\nContent-Disposition: form-data; name="uploadfile"; filename="pipeline.json"\r\n` +
  'Content-Type: application/octet-stream\r\n\r\n';
const tail = `\r\n--${boundary}--\r\n`;

const contentOf = (index: number): string => head + definitionText(templateAt(index), prefix, index) + tail;

const textsQuery = (index: number): string =>
  `display_name=${encodeURIComponent(displayNameOf(prose, seed, index))}` +
  `&description=${encodeURIComponent(descriptionOf(prose, seed, index))}`;

/** The uploads of an operation. Each counts a wrong answer, and returns whether the answer was right. */
export const restUploads = (op: string) => {
  const multipart = (name: string) => {
    const params = restParams(op, name);
    return { ...params, headers: { ...params.headers, 'content-type': `multipart/form-data; boundary=${boundary}` } };
  };
  const params = { pipeline: multipart('create-with-version'), version: multipart('create-version') };
  return {
    /** Creates a pipeline with a version of the same name in one request. */
    pipeline: (index: number): boolean => {
      const name = pipelineName(prefix, index);
      const tags = encodeURIComponent(tagsOf(index));
      const query = `${namespaceQuery(namespaceAt(index))}name=${name}&${textsQuery(index)}&tags=${tags}`;
      const answer = http.post(`${pipelinesUrl}/upload?${query}`, contentOf(index), params.pipeline);
      return expectAnswer(answer, 200, () => textAt(answer, 'name') === name && textAt(answer, 'pipeline_id') !== '');
    },
    version: (index: number, pipelineId: string): boolean => {
      const name = versionName(prefix, index);
      const query = `name=${name}&pipelineid=${pipelineId}&${textsQuery(index)}`;
      const answer = http.post(`${pipelinesUrl}/upload_version?${query}`, contentOf(index), params.version);
      return expectCreated(
        answer,
        200,
        () => textAt(answer, 'name') === name && textAt(answer, 'pipeline_version_id') !== '',
      );
    },
  };
};
