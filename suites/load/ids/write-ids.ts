import http from 'k6/http';
import { indexOfName } from '../../../src/load/data/names.ts';
import { restPageLimit } from '../../../src/load/data/page-limits.ts';
import { textAt, textOf, textsAt } from '../support/answers.ts';
import { namespaceAt } from '../support/objects.ts';
import { namespaceQuery, pipelinesUrl, restParams } from '../support/rest.ts';
import { settings } from '../support/settings.ts';
import { storeSize } from '../support/store.ts';

/** Records of 36 bytes: record i belongs to pipeline i. */
interface Ids {
  readonly pipelines: string;
  /** Empty without VERSION_IDS; hyphens stand for a pipeline without a version. */
  readonly versions: string;
}

export const options = { vus: 1, iterations: 1, setupTimeout: '1h', maxRedirects: 0 };

const { prefix, multiUser, namespaces, idsFile, versionIdsFile } = settings;
if (idsFile === '') throw new Error('expected IDS to name the file that is written');

const params = restParams('write-ids', 'list');
const noVersion = '-'.repeat(36);

const read = (url: string) => {
  const answer = http.get(url, params);
  if (answer.status === 200) return answer;
  throw new Error(`expected an answer to ${url}, got ${answer.status} ${answer.error} ${textOf(answer).slice(0, 300)}`);
};

/**
 * The ids of the pipelines 0 … N − 1, as far as a list shows them: by name, since a server may put those of one second of
 * creation on two pages or on none.
 */
const readList = (namespace: string, ids: string[]): void => {
  const tokens = new Set<string>();
  let token = '';
  do {
    const after = token === '' ? '&sort_by=name' : `&page_token=${encodeURIComponent(token)}`;
    const page = read(`${pipelinesUrl}?${namespaceQuery(namespace)}page_size=${restPageLimit}${after}`);
    const pageIds = textsAt(page, 'pipelines.#.pipeline_id');
    textsAt(page, 'pipelines.#.name').forEach((name, row) => {
      const index = indexOfName(prefix, name);
      if (index !== undefined && index < storeSize()) ids[index] = pageIds[row] ?? '';
    });
    token = textAt(page, 'next_page_token');
    if (tokens.has(token)) throw new Error(`the list leads back to a page that was read: ${token}`);
    tokens.add(token);
  } while (token !== '');
};

const versionOf = (pipelineId: string): string =>
  textAt(read(`${pipelinesUrl}/${pipelineId}/versions?page_size=1`), 'pipeline_versions.0.pipeline_version_id') ||
  noVersion;

/** In setup, because only what it returns reaches handleSummary, which alone may write files. */
export const setup = (): Ids => {
  const ids = Array.from({ length: storeSize() }, () => '');
  for (let list = 0; list < (multiUser ? namespaces : 1); list += 1) readList(namespaceAt(list), ids);
  const missing = ids.findIndex((id) => id.length !== noVersion.length);
  if (missing >= 0) throw new Error(`the store shows no pipeline ${missing} of ${ids.length} with an id of 36 bytes`);
  return { pipelines: ids.join(''), versions: versionIdsFile === '' ? '' : ids.map(versionOf).join('') };
};

export default (): void => undefined;

/** Nothing is written after a setup that threw. */
export const handleSummary = ({ setup_data: ids }: { readonly setup_data?: Ids }): Readonly<Record<string, string>> =>
  ids === undefined
    ? {}
    : { [idsFile]: ids.pipelines, ...(versionIdsFile !== '' && { [versionIdsFile]: ids.versions }) };
