import Fastify, { LogController, type FastifyInstance, type FastifyReply } from 'fastify';
import { authenticateRequests } from '../access/authentication.ts';
import { healthRoutes } from './health-routes.ts';
import { pipelineRoutes } from './pipeline-routes.ts';
import type { ServiceContext } from './pipeline-service.ts';
import { parseQuery } from '../ground/query-parameters.ts';
import { ApiError } from '../ground/api-error.ts';
import { rpcStatusBody, rpcStatusOf } from './rpc-status.ts';
import { isTerminating } from '../ground/termination.ts';
import { uploadRoutes } from './upload-routes.ts';
import { v1beta1Routes } from './v1beta1-routes.ts';
import { versionRoutes } from './version-routes.ts';
import { withoutSchemas } from '../ground/without-schemas.ts';

/** Definitions are sent by upload or URL, so JSON bodies are small, except for long descriptions. */
const maxJsonBytes = 32 * 1024 * 1024;
/** Filters, and the page tokens that contain them, are part of the URL. */
const maxHeaderBytes = 1024 * 1024;
const maxParameterLength = 4096;
/** The time for a whole request to arrive; 32 MiB take a minute on a slow line. */
const requestTimeoutMs = 5 * 60_000;

const parseJson = (body: Buffer): unknown => {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new ApiError('invalid', 'Expected the body to be JSON in UTF-8.', { cause });
  }
};

/** An HTTP server without routes; its log, written to standard error, is the log of the process. */
export const createServer = (logLevel: string): FastifyInstance => {
  const server = Fastify({
    logger: { level: logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxJsonBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    schemaController: withoutSchemas,
    http: { maxHeaderSize: maxHeaderBytes },
    routerOptions: { maxParamLength: maxParameterLength, querystringParser: parseQuery },
    frameworkErrors: (error, _request, reply) => {
      const status = rpcStatusOf(error);
      void (reply as FastifyReply).code(status.http).send(rpcStatusBody(status));
    },
  });

  // Only clients close connections, as with Go's servers: a connection closed during a request fails the request.
  server.server.keepAliveTimeout = 0;
  server.removeAllContentTypeParsers();
  // Every body is parsed as JSON, whatever its content type, as by grpc-gateway.
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });

  server.setErrorHandler((error, request, reply) => {
    const status = rpcStatusOf(error);
    if (status.http === 500) request.log.error(error);
    return reply.code(status.http).send(rpcStatusBody(status));
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 5, message: 'Not Found', details: [] }));
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  // Otherwise the connection of a request in progress, and with it the process, stays until the client closes it.
  server.addHook('onSend', async (_request, reply) => {
    if (closing || isTerminating()) reply.header('connection', 'close');
  });
  server.addHook('onResponse', async (request, reply) => {
    // The route, not the URL: parameters contain names, filters and page tokens.
    const { method, routeOptions } = request;
    request.log.debug({ method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
  });
  return server;
};

/** Serves the REST API of a store. */
export const serveApi = (server: FastifyInstance, context: ServiceContext): void => {
  server.register(
    async (v2beta1) => {
      healthRoutes(v2beta1, context);
      await v2beta1.register(async (pipelines) => {
        authenticateRequests(pipelines, context.tenancy);
        pipelineRoutes(pipelines, context);
        versionRoutes(pipelines, context);
        await pipelines.register((uploads) => uploadRoutes(uploads, context));
      });
    },
    { prefix: '/apis/v2beta1' },
  );
  server.register(async (v1beta1) => v1beta1Routes(v1beta1, context), { prefix: '/apis/v1beta1' });
};
