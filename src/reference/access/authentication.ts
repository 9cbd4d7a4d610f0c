import type { FastifyInstance } from 'fastify';
import type { Caller } from './caller.ts';
import type { Tenancy } from './tenancy.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined where the request needs no identity. */
    caller: Caller | undefined;
  }
}

/** Authenticates every request to the routes registered after it, before its body is read. */
export const authenticateRequests = (server: FastifyInstance, tenancy: Tenancy): void => {
  server.decorateRequest('caller', undefined);
  server.addHook('onRequest', async (request) => {
    request.caller = await tenancy.identify(request.raw);
  });
};
