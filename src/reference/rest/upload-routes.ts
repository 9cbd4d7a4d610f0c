import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { maxFileBytes } from '../definitions/pipeline-file.ts';
import type { ServiceContext } from './pipeline-service.ts';
import { rpcStatusOf } from './rpc-status.ts';
import { uploadPipeline, uploadVersion } from './upload-service.ts';

const uploadLimits = { fileSize: maxFileBytes, files: 10, fields: 100, parts: 100 };

/** Uploads of the v2beta1 API, below /apis/v2beta1, with their own error format. */
export const uploadRoutes = async (server: FastifyInstance, context: ServiceContext): Promise<void> => {
  await server.register(multipart, { limits: uploadLimits });

  server.setErrorHandler((error, request, reply) => {
    const status = rpcStatusOf(error);
    if (status.http === 500) request.log.error(error);
    // KFP answers uploads for an unknown pipeline with 400; denials are answered as in other calls (SEC-09).
    const http = status.http === 404 && !context.tenancy.multiUser ? 400 : status.http;
    return reply.code(http).send({ error_message: status.message, error_details: status.message });
  });

  server.post('/pipelines/upload', (request) => uploadPipeline(context, request));
  server.post('/pipelines/upload_version', (request) => uploadVersion(context, request));
};
