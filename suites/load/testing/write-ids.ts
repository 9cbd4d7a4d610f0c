import { writeFile } from 'node:fs/promises';
import { itemsOf, text } from '../../../src/clients/json-response.ts';
import { apiV2, kfpClient } from '../../../src/clients/kfp.ts';
import { indexOfName } from '../../../src/load/data/names.ts';
import { patience } from '../../../src/waiting/slowness.ts';

const unknown = '-'.repeat(36);

/** Writes the ids of the pipelines 0 … count − 1 as records of 36 bytes, as far as there is such a pipeline. */
export const writePipelineIds = async (file: string, origin: string, prefix: string, count: number): Promise<void> => {
  const ids = Array.from({ length: count }, () => unknown);
  for (const pipeline of await listed(origin, '/pipelines', 'pipelines'))
    place(ids, indexOfName(prefix, text(pipeline, 'name')), text(pipeline, 'pipeline_id'));
  await writeFile(file, ids.join(''));
};

/** Writes the ids of the versions of these pipelines likewise. */
export const writeVersionIds = async (
  file: string,
  origin: string,
  prefix: string,
  pipelineIds: readonly string[],
): Promise<void> => {
  const ids = pipelineIds.map(() => unknown);
  for (const id of pipelineIds)
    for (const version of await listed(origin, `/pipelines/${id}/versions`, 'pipeline_versions'))
      place(ids, indexOfName(prefix, text(version, 'name')), text(version, 'pipeline_version_id'));
  await writeFile(file, ids.join(''));
};

const place = (ids: string[], index: number | undefined, id: string): void => {
  if (index !== undefined && index < ids.length) ids[index] = id;
};

const listed = async (origin: string, path: string, key: string) => {
  const kfp = kfpClient({ origin }, { record: () => {}, timeoutMs: patience(10_000) });
  return itemsOf(await kfp.call('GET', `${apiV2}${path}`, { query: { page_size: 200 } }), key);
};
