import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseListRequest, type ListTarget } from '../listing/list-request.ts';
import { nextPageToken } from './page-answer.ts';
import { authorizePipeline, authorizeVersion } from '../access/pipeline-access.ts';
import { createVersion, metadataChange, type ServiceContext } from './pipeline-service.ts';
import type { QueryParameters } from '../ground/query-parameters.ts';
import { readVersion } from './request-messages.ts';
import { listMessage, versionMessage } from './response-messages.ts';

type OfPipeline = FastifyRequest<{ readonly Params: { readonly pipelineId: string } }>;
type ById = FastifyRequest<{ readonly Params: { readonly pipelineId: string; readonly id: string } }>;

/**
 * Pipeline versions of the v2beta1 API, below /apis/v2beta1. A version is visible under its own pipeline only (VER-13).
 */
export const versionRoutes = (server: FastifyInstance, context: ServiceContext): void => {
  const { store, pageTokenKey } = context;

  server.post('/pipelines/:pipelineId/versions', async ({ caller, params, body }: OfPipeline) =>
    versionMessage(await createVersion(context, caller, params.pipelineId, readVersion(body))),
  );

  server.get('/pipelines/:pipelineId/versions', async ({ caller, params: { pipelineId }, query }: OfPipeline) => {
    const target: ListTarget = { kind: 'versions', scope: pipelineId };
    const list = parseListRequest(target, query as QueryParameters, pageTokenKey);
    await authorizePipeline(context, caller, pipelineId, 'list', 'version');
    const page = await store.listVersions(pipelineId, list);
    const token = nextPageToken(target, list, page, pageTokenKey);
    return listMessage('pipeline_versions', page.items.map(versionMessage), page.totalSize, token);
  });

  server.get('/pipelines/:pipelineId/versions/:id', async ({ caller, params: { pipelineId, id } }: ById) => {
    const version = await authorizeVersion(context, caller, pipelineId, id, 'get');
    return versionMessage(version ?? (await store.getVersion(pipelineId, id)));
  });

  server.patch('/pipelines/:pipelineId/versions/:id', async ({ caller, params: { pipelineId, id }, body }: ById) => {
    const change = metadataChange(readVersion(body));
    await authorizeVersion(context, caller, pipelineId, id, 'update');
    return versionMessage(await store.updateVersion(pipelineId, id, change));
  });

  server.delete('/pipelines/:pipelineId/versions/:id', async ({ caller, params: { pipelineId, id } }: ById) => {
    await authorizeVersion(context, caller, pipelineId, id, 'delete');
    await store.deleteVersion(pipelineId, id);
    return {};
  });
};
