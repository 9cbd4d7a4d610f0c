import type { FastifyInstance } from 'fastify';
import type { Caller } from '../model/caller.ts';
import type { Tenancy } from './tenancy.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined where it does not matter who asks. */
    caller: Caller | undefined;
  }
}

/** Identifies the sender of every request to the routes that follow, before its body is read; else it goes no further. */
export const authenticateRequests = (server: FastifyInstance, tenancy: Tenancy): void => {
  server.decorateRequest('caller', undefined);
  server.addHook('onRequest', async (request) => {
    request.caller = await tenancy.identify(request.raw);
  });
};
