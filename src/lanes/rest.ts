import type { ReceivedResponse } from '../contract/exchange.ts';
import { itemsOf, object, readingOf, refusalText, text, type Json } from '../clients/json-response.ts';
import { apiV2, type KfpClient } from '../clients/kfp.ts';
import type { Features } from '../contract/feature.ts';
import { packageText, type PackageServer } from './package-server.ts';
import { kindOfStatus, type Answer } from './answer.ts';
import { serverTime } from './server-time.ts';
import type { Surface } from './lane.ts';
import type { Definition, Pipeline, PipelineDraft, PipelineVersion, VersionDraft } from './pipeline.ts';

const tagsOf = (json: Json) => object(json, 'tags') as Readonly<Record<string, string>>;

/** `pipeline_spec` is the IR itself, or `{pipeline_spec, platform_spec}` if there is a platform document. */
const definitionOf = (json: Json): Definition => {
  const spec = object(json, 'pipeline_spec');
  return 'platform_spec' in spec
    ? { pipelineSpec: object(spec, 'pipeline_spec'), platformSpec: object(spec, 'platform_spec') }
    : { pipelineSpec: spec };
};

export const pipelineFromRest = (json: Json): Pipeline => ({
  id: text(json, 'pipeline_id'),
  name: text(json, 'name'),
  displayName: text(json, 'display_name'),
  description: text(json, 'description'),
  createdAt: text(json, 'created_at'),
  tags: tagsOf(json),
});

export const versionFromRest = (json: Json): PipelineVersion => ({
  id: text(json, 'pipeline_version_id'),
  pipelineId: text(json, 'pipeline_id'),
  name: text(json, 'name'),
  displayName: text(json, 'display_name'),
  description: text(json, 'description'),
  createdAt: text(json, 'created_at'),
  tags: tagsOf(json),
  codeSourceUrl: text(json, 'code_source_url'),
  packageUrl: text(object(json, 'package_url'), 'pipeline_url'),
  definition: definitionOf(json),
});

/**
 * Converts an answer to the common form of both surfaces; `read` is called for successful answers only. Throws an
 * UnusableAnswerError for an answer that says nothing about the target, and an AssertionError for a success whose JSON is
 * no object; see `readingOf`.
 */
export const answerFromRest = <Value>(answer: ReceivedResponse, read: (json: Json) => Value): Answer<Value> => {
  const reading = readingOf(answer);
  const kind = kindOfStatus(answer.status);
  return {
    kind,
    status: answer.status,
    message: kind === 'ok' ? '' : refusalText(answer, 'message', 'error_message') || answer.body,
    ...(kind === 'ok' && reading.says === 'present' && { value: read(reading.json) }),
  };
};

/** The body of a POST or PATCH of a pipeline. */
export const pipelineBody = (draft: PipelineDraft): Json => ({
  ...(draft.name !== undefined && { name: draft.name }),
  ...(draft.displayName !== undefined && { display_name: draft.displayName }),
  ...(draft.description !== undefined && { description: draft.description }),
  ...(draft.tags !== undefined && { tags: draft.tags }),
});

/** The body of a POST of a version. The harness serves its definition at `package_url`, as the JSON API requires. */
export const versionBody = (pipelineId: string, draft: VersionDraft, packages: PackageServer): Json => ({
  ...pipelineBody(draft),
  pipeline_id: pipelineId,
  ...(draft.codeSourceUrl !== undefined && { code_source_url: draft.codeSourceUrl }),
  package_url: { pipeline_url: packages.serve(draft.definition) },
});

/**
 * An order in which no two items of a namespace are equal: in the default order, by second of creation, equal ones may be on
 * two pages or on none (LIST-04 decides that).
 */
const firstPage = { page_size: 200, sort_by: 'name' } as const;

/** Reads every page; if a page is rejected, that answer is returned. */
const allPages = async <Item>(
  kfp: KfpClient,
  path: string,
  key: 'pipelines' | 'pipeline_versions',
  read: (item: Json) => Item,
): Promise<Answer<readonly Item[]>> => {
  const items: Item[] = [];
  let token = '';
  // The limit of 20,000 items stops a target whose pages never end.
  for (let page = 0; page < 100; page += 1) {
    const received = await kfp.call('GET', path, {
      query: token === '' ? firstPage : { page_size: firstPage.page_size, page_token: token },
    });
    const answer = answerFromRest(received, (json) => ({
      items: itemsOf(received, key).map(read),
      next: text(json, 'next_page_token'),
    }));
    if (answer.value === undefined) return { kind: answer.kind, status: answer.status, message: answer.message };
    items.push(...answer.value.items);
    token = answer.value.next;
    if (token === '') return { kind: 'ok', status: answer.status, message: '', value: items };
  }
  return { kind: 'failed', status: 200, message: `${path} still has a next page after 100 pages of 200` };
};

/**
 * How the server gets the definition of a new version: it fetches it from the harness (`package_url`), or the harness
 * uploads it, if the server rejects private addresses or cannot reach this machine (feature `loopback-package-url`).
 */
export type DefinitionTransfer = 'fetched' | 'uploaded';

/** Uploads need no feature, so they are also used where the feature is undetermined. */
export const transferTo = (features: Partial<Pick<Features, 'loopback-package-url'>>): DefinitionTransfer =>
  features['loopback-package-url'] === true ? 'fetched' : 'uploaded';

const uploadVersion = (kfp: KfpClient, pipelineId: string, draft: VersionDraft): Promise<ReceivedResponse> => {
  // The same default as in the JSON API.
  const name = draft.name || draft.displayName;
  return kfp.upload(
    `${apiV2}/pipelines/upload_version`,
    { name: 'pipeline.yaml', content: packageText(draft.definition) },
    {
      pipelineid: pipelineId,
      name,
      display_name: draft.displayName,
      description: draft.description,
      tags: draft.tags === undefined ? undefined : JSON.stringify(draft.tags),
      code_source_url: draft.codeSourceUrl,
    },
  );
};

/** The KFP REST API as a surface. */
export const restSurface = (kfp: KfpClient, packages: PackageServer, transfer: DefinitionTransfer): Surface => {
  const pipelinePath = (id: string) => `${apiV2}/pipelines/${encodeURIComponent(id)}`;
  const versionPath = (pipelineId: string, id: string) =>
    `${pipelinePath(pipelineId)}/versions/${encodeURIComponent(id)}`;
  const pipeline = (answer: ReceivedResponse) => answerFromRest(answer, pipelineFromRest);
  const version = (answer: ReceivedResponse) => answerFromRest(answer, versionFromRest);
  const nothing = (answer: ReceivedResponse) => answerFromRest(answer, () => null);
  return {
    name: 'rest',
    createPipeline: async (draft) =>
      pipeline(await kfp.call('POST', `${apiV2}/pipelines`, { json: pipelineBody(draft) })),
    getPipeline: async ({ id }) => pipeline(await kfp.call('GET', pipelinePath(id))),
    getPipelineByName: async (name) =>
      pipeline(await kfp.call('GET', `${apiV2}/pipelines/names/${encodeURIComponent(name)}`)),
    allPipelines: () => allPages(kfp, `${apiV2}/pipelines`, 'pipelines', pipelineFromRest),
    updatePipeline: async ({ id }, change) =>
      pipeline(await kfp.call('PATCH', pipelinePath(id), { json: pipelineBody(change) })),
    deletePipeline: async ({ id }) => nothing(await kfp.call('DELETE', pipelinePath(id), { query: { cascade: true } })),
    createVersion: async ({ id }, draft) =>
      version(
        // An upload without a name would get the name of the file; the JSON API rejects a version without a name.
        transfer === 'uploaded' && `${draft.name ?? ''}${draft.displayName ?? ''}` !== ''
          ? await uploadVersion(kfp, id, draft)
          : await kfp.call('POST', `${pipelinePath(id)}/versions`, { json: versionBody(id, draft, packages) }),
      ),
    getVersion: async ({ pipelineId, id }) => version(await kfp.call('GET', versionPath(pipelineId, id))),
    allVersions: ({ id }) => allPages(kfp, `${pipelinePath(id)}/versions`, 'pipeline_versions', versionFromRest),
    updateVersion: async ({ pipelineId, id }, change) =>
      version(await kfp.call('PATCH', versionPath(pipelineId, id), { json: pipelineBody(change) })),
    deleteVersion: async ({ pipelineId, id }) => nothing(await kfp.call('DELETE', versionPath(pipelineId, id))),
    clock: async () => serverTime(await kfp.call('GET', `${apiV2}/healthz`)),
  };
};
