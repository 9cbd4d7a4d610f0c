import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseListRequest, type ListTarget } from '../listing/list-request.ts';
import { nextPageToken } from './page-answer.ts';
import { authorizedPipeline, authorizedPipelineNamed, authorizePipeline } from '../access/pipeline-access.ts';
import { createPipeline, createPipelineAndVersion, metadataChange, type ServiceContext } from './pipeline-service.ts';
import { booleanParameter, type QueryParameters } from '../ground/query-parameters.ts';
import { readPipeline, readPipelineAndVersion } from './request-messages.ts';
import { listMessage, pipelineMessage } from './response-messages.ts';

type ById = FastifyRequest<{ readonly Params: { readonly id: string } }>;

/** Pipelines of the v2beta1 API, below /apis/v2beta1. */
export const pipelineRoutes = (server: FastifyInstance, context: ServiceContext): void => {
  const { store, tenancy, pageTokenKey } = context;

  server.post('/pipelines', async ({ caller, body }) =>
    pipelineMessage(await createPipeline(context, caller, readPipeline(body))),
  );

  server.post('/pipelines/create', async ({ caller, body }) => {
    const { pipeline, version } = readPipelineAndVersion(body);
    return pipelineMessage(await createPipelineAndVersion(context, caller, pipeline, version));
  });

  server.get('/pipelines', async ({ caller, query }) => {
    const parameters = query as QueryParameters;
    const namespace = tenancy.namespaceFor(parameters['namespace'] ?? '');
    const target: ListTarget = { kind: 'pipelines', scope: namespace };
    const list = parseListRequest(target, parameters, pageTokenKey);
    await tenancy.authorize(caller, { verb: 'list', on: 'pipeline', namespace });
    const page = await store.listPipelines(namespace, list);
    const token = nextPageToken(target, list, page, pageTokenKey);
    return listMessage('pipelines', page.items.map(pipelineMessage), page.totalSize, token);
  });

  server.get('/pipelines/names/:name', async ({ caller, query, params }) => {
    const { name } = params as { readonly name: string };
    const namespace = tenancy.namespaceFor((query as QueryParameters)['namespace'] ?? '');
    return pipelineMessage(await authorizedPipelineNamed(context, caller, namespace, name));
  });

  server.get('/pipelines/:id', async ({ caller, params }: ById) =>
    pipelineMessage(await authorizedPipeline(context, caller, params.id)),
  );

  server.patch('/pipelines/:id', async ({ caller, params, body }: ById) => {
    const change = metadataChange(readPipeline(body));
    await authorizePipeline(context, caller, params.id, 'update');
    return pipelineMessage(await store.updatePipeline(params.id, change));
  });

  server.delete('/pipelines/:id', async ({ caller, params, query }: ById) => {
    const cascade = booleanParameter(query as QueryParameters, 'cascade');
    await authorizePipeline(context, caller, params.id, 'delete');
    await store.deletePipeline(params.id, cascade);
    return {};
  });
};
