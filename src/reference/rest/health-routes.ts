import type { FastifyInstance } from 'fastify';
import type { ServiceContext } from './pipeline-service.ts';

/** The properties of the server; `unavailable` while the store cannot be reached (CRUD-36). */
export const healthRoutes = (server: FastifyInstance, { store, tenancy }: ServiceContext): void => {
  server.all('/healthz', async () => {
    await store.ping();
    return {
      commit_sha: 'reference',
      tag_name: 'reference',
      multi_user: tenancy.multiUser,
      pipeline_store: store.kind,
    };
  });
};
