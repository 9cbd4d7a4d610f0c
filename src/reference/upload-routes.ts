import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { chooseName } from './naming.ts';
import { MAX_FILE_BYTES, readPipelineFile } from './pipeline-file.ts';
import { authorizedPipeline, newPipeline, newVersion, type ServiceContext } from './pipeline-service.ts';
import type { QueryParameters } from './query-parameters.ts';
import { Refusal } from './refusal.ts';
import { readTexts } from './request-message.ts';
import { pipelineMessage, versionMessage } from './response-messages.ts';
import { rpcStatusOf } from './rpc-status.ts';
import { readUploadedFile } from './uploaded-file.ts';

/** Uploads of the v2beta1 API, below /apis/v2beta1. All checks come before anything is written. */
export async function uploadRoutes(server: FastifyInstance, context: ServiceContext): Promise<void> {
  const { store, tenancy } = context;
  await server.register(multipart, { limits: { fileSize: MAX_FILE_BYTES, files: 10, fields: 100, parts: 100 } });

  server.setErrorHandler((error, request, reply) => {
    const status = rpcStatusOf(error);
    if (status.http === 500) request.log.error(error);
    // Uploads have always answered 400 for an unknown pipeline; their clients do not know 404.
    const http = status.http === 404 ? 400 : status.http;
    return reply.code(http).send({ error_message: status.message, error_details: status.message });
  });

  server.post('/pipelines/upload', async (request) => {
    const parameters = request.query as QueryParameters;
    const file = await readUploadedFile(request);
    const namespace = tenancy.namespaceFor(parameters['namespace'] ?? '');
    const name = chooseName('pipeline', parameters['name'], parameters['display_name'], file.name);
    await tenancy.authorize(request.headers, { verb: 'create', resource: 'pipelines', namespace, name });
    const { display_name: displayName, description, code_source_url: codeSourceUrl } = parameters;
    const pipeline = newPipeline({ name, displayName, description, namespace, tags: tagsParameter(parameters) });
    const properties = {
      name: chooseName('pipeline version', name),
      displayName: pipeline.displayName,
      description,
      codeSourceUrl,
    };
    const version = newVersion(context, properties, await readPipelineFile(file.name, file.bytes));
    return pipelineMessage((await store.createPipelineWithVersion(pipeline, version)).pipeline);
  });

  server.post('/pipelines/upload_version', async (request) => {
    const parameters = request.query as QueryParameters;
    const file = await readUploadedFile(request);
    const pipelineId = parameters['pipelineid'];
    if (!pipelineId) throw new Refusal('invalid', 'Expected the parameter pipelineid to name the pipeline.');
    const name = chooseName('pipeline version', parameters['name'], parameters['display_name'], file.name);
    const properties = {
      name,
      displayName: parameters['display_name'],
      description: parameters['description'],
      codeSourceUrl: parameters['code_source_url'],
      tags: tagsParameter(parameters),
    };
    await authorizedPipeline(context, request.headers, pipelineId, 'create', 'pipelineversions');
    const version = newVersion(context, properties, await readPipelineFile(file.name, file.bytes));
    return versionMessage(await store.createVersion(pipelineId, version));
  });
}

function tagsParameter(parameters: QueryParameters): Readonly<Record<string, string>> {
  const text = parameters['tags'];
  if (!text) return {};
  try {
    return readTexts('the parameter tags', JSON.parse(text));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('invalid', 'Expected the parameter tags to be a JSON object of strings.', { cause });
  }
}
