import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticateRequests } from '../access/authentication.ts';
import { parseListRequest, type ListTarget } from '../listing/list-request.ts';
import { nextPageToken } from './page-answer.ts';
import { authorizedPipeline, authorizedPipelineNamed, authorizePipeline } from '../access/pipeline-access.ts';
import type { ServiceContext } from './pipeline-service.ts';
import type { PipelineStore, StoredPipeline } from '../model/pipeline-store.ts';
import type { QueryParameters } from '../ground/query-parameters.ts';
import { ApiError } from '../ground/api-error.ts';
import { v1Filter, v1PipelineMessage } from './v1beta1-messages.ts';

type ById = FastifyRequest<{ readonly Params: { readonly id: string } }>;

const withLatestVersion = async (store: PipelineStore, pipeline: StoredPipeline) => {
  const newest = { pageSize: 1, sortBy: 'createdAt', descending: true, predicates: [] };
  const { items } = await store.listVersions(pipeline.id, newest);
  return v1PipelineMessage(pipeline, items[0]);
};

const pipelineRoutes = (server: FastifyInstance, context: ServiceContext): void => {
  const { store, tenancy, pageTokenKey } = context;
  server.get('/pipelines', async ({ caller, query }) => {
    const parameters = query as QueryParameters;
    const namespace = tenancy.namespaceFor(parameters['resource_reference_key.id'] ?? '');
    const target: ListTarget = { kind: 'pipelines', scope: namespace };
    const filter = v1Filter(parameters['filter'] ?? '');
    const list = parseListRequest(target, { ...parameters, filter }, pageTokenKey);
    await tenancy.authorize(caller, { verb: 'list', on: 'pipeline', namespace });
    const page = await store.listPipelines(namespace, list);
    const pipelines = await Promise.all(page.items.map(async (pipeline) => withLatestVersion(store, pipeline)));
    const token = nextPageToken(target, list, page, pageTokenKey);
    return {
      ...(pipelines.length > 0 ? { pipelines, total_size: page.totalSize } : {}),
      ...(token === '' ? {} : { next_page_token: token }),
    };
  });

  server.get('/pipelines/:id', async ({ caller, params }: ById) =>
    withLatestVersion(store, await authorizedPipeline(context, caller, params.id)),
  );

  server.get('/namespaces/:namespace/pipelines/:name', async ({ caller, params }) => {
    const requested = params as { readonly namespace: string; readonly name: string };
    const { name } = requested;
    const namespace = tenancy.namespaceFor(requested.namespace);
    return withLatestVersion(store, await authorizedPipelineNamed(context, caller, namespace, name));
  });

  server.delete('/pipelines/:id', async ({ caller, params }: ById) => {
    await authorizePipeline(context, caller, params.id, 'delete');
    await store.deletePipeline(params.id, false);
    return {};
  });
};

/**
 * The remaining v1beta1 API, below /apis/v1beta1: reading and deleting pipelines in database mode. Everything else, and
 * all of it in Kubernetes mode, is answered with 501 and the alternative (V1A-01).
 */
export const v1beta1Routes = (server: FastifyInstance, context: ServiceContext): void => {
  const { store, tenancy } = context;
  // No v1beta1 call has a body, and unsupported calls get the same answer for any body, including uploads.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => {
    payload
      .on('end', () => done(null))
      .on('error', done)
      .resume();
  });
  if (store.kind === 'database') {
    server.register(async (pipelines) => {
      authenticateRequests(pipelines, tenancy);
      pipelineRoutes(pipelines, context);
    });
  }

  server.all('/healthz', async () => {
    await store.ping();
    return { commit_sha: 'reference', tag_name: 'reference', multi_user: tenancy.multiUser };
  });

  server.setNotFoundHandler(() => {
    const reason = store.kind === 'kubernetes' ? ' when pipelines are stored in Kubernetes' : '';
    throw new ApiError(
      'unimplemented',
      `This call of the v1beta1 API is not served${reason}. Use /apis/v2beta1 instead.`,
    );
  });
};
