import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseListRequest, type ListTarget } from './list-request.ts';
import { nextPageToken } from './page-answer.ts';
import { authorizedPipeline, createVersion, metadataChange, type ServiceContext } from './pipeline-service.ts';
import type { QueryParameters } from './query-parameters.ts';
import { readVersion } from './request-messages.ts';
import { listMessage, versionMessage } from './response-messages.ts';
import type { Action, Headers } from './tenancy.ts';

type OfPipeline = FastifyRequest<{ Params: { pipelineId: string } }>;
type ById = FastifyRequest<{ Params: { pipelineId: string; id: string } }>;

/** Pipeline versions of the v2beta1 API, below /apis/v2beta1. A version is found under its own pipeline only (VER-13). */
export function versionRoutes(server: FastifyInstance, context: ServiceContext): void {
  const { store, pageTokenKey } = context;
  const authorize = async (headers: Headers, pipelineId: string, verb: Action['verb']) =>
    authorizedPipeline(context, headers, pipelineId, verb, 'pipelineversions');

  server.post('/pipelines/:pipelineId/versions', async ({ headers, params, body }: OfPipeline) =>
    versionMessage(await createVersion(context, headers, params.pipelineId, readVersion(body))),
  );

  server.get('/pipelines/:pipelineId/versions', async ({ headers, params: { pipelineId }, query }: OfPipeline) => {
    const target: ListTarget = { kind: 'versions', scope: pipelineId };
    const list = parseListRequest(target, query as QueryParameters, pageTokenKey);
    await authorize(headers, pipelineId, 'list');
    const page = await store.listVersions(pipelineId, list);
    const token = nextPageToken(target, list, page, pageTokenKey);
    return listMessage('pipeline_versions', page.items.map(versionMessage), page.totalSize, token);
  });

  server.get('/pipelines/:pipelineId/versions/:id', async ({ headers, params: { pipelineId, id } }: ById) => {
    await authorize(headers, pipelineId, 'get');
    return versionMessage(await store.getVersion(pipelineId, id));
  });

  server.patch('/pipelines/:pipelineId/versions/:id', async ({ headers, params: { pipelineId, id }, body }: ById) => {
    const change = metadataChange(readVersion(body));
    await authorize(headers, pipelineId, 'update');
    return versionMessage(await store.updateVersion(pipelineId, id, change));
  });

  server.delete('/pipelines/:pipelineId/versions/:id', async ({ headers, params: { pipelineId, id } }: ById) => {
    await authorize(headers, pipelineId, 'delete');
    await store.deleteVersion(pipelineId, id);
    return {};
  });
}
