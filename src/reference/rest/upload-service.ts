import type { FastifyRequest } from 'fastify';
import { chooseName } from '../model/naming.ts';
import { readPipelineFile } from '../definitions/pipeline-file.ts';
import { authorizePipeline } from '../access/pipeline-access.ts';
import { newPipeline, newVersion, type ServiceContext } from './pipeline-service.ts';
import type { QueryParameters } from '../ground/query-parameters.ts';
import { ApiError } from '../ground/api-error.ts';
import { readTexts } from './request-message.ts';
import { pipelineMessage, versionMessage } from './response-messages.ts';
import { readUploadedFile } from './uploaded-file.ts';

const tagsParameter = (parameters: QueryParameters): Readonly<Record<string, string>> => {
  const text = parameters['tags'];
  if (!text) return {};
  try {
    return readTexts('the parameter tags', JSON.parse(text));
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw new ApiError('invalid', 'Expected the parameter tags to be a JSON object of strings.', { cause });
  }
};

/**
 * Creates a pipeline and its first version, which has its name. The tags apply to the pipeline only. Access is checked
 * before the body is read, so that an unauthorized caller cannot make the server read it, and again before the write: a
 * slow body takes minutes, and the right may be revoked meanwhile.
 */
export const uploadPipeline = async (context: ServiceContext, request: FastifyRequest) => {
  const { store, tenancy } = context;
  const parameters = request.query as QueryParameters;
  const namespace = tenancy.namespaceFor(parameters['namespace'] ?? '');
  const authorize = () => tenancy.authorize(request.caller, { verb: 'create', on: 'pipeline-and-version', namespace });
  await authorize();
  const file = await readUploadedFile(request);
  const name = chooseName('pipeline', parameters['name'], parameters['display_name'], file.name);
  const { display_name: displayName, description, code_source_url: codeSourceUrl } = parameters;
  const pipeline = newPipeline({ name, displayName, description, namespace, tags: tagsParameter(parameters) });
  const properties = { name: chooseName('pipeline version', name), displayName, description, codeSourceUrl };
  const version = newVersion(context, properties, await readPipelineFile(file.name, file.bytes));
  await authorize();
  return pipelineMessage((await store.createPipelineWithVersion(pipeline, version)).pipeline);
};

/**
 * Adds a version to the pipeline in the parameter `pipelineid`. Access is checked before and after reading, as above.
 */
export const uploadVersion = async (context: ServiceContext, request: FastifyRequest) => {
  const parameters = request.query as QueryParameters;
  const pipelineId = parameters['pipelineid'];
  if (!pipelineId) throw new ApiError('invalid', 'Expected the parameter pipelineid to name the pipeline.');
  const authorize = () => authorizePipeline(context, request.caller, pipelineId, 'create', 'version');
  await authorize();
  const file = await readUploadedFile(request);
  const { display_name: displayName, description, code_source_url: codeSourceUrl } = parameters;
  const name = chooseName('pipeline version', parameters['name'], displayName, file.name);
  const properties = { name, displayName, description, codeSourceUrl, tags: tagsParameter(parameters) };
  const version = newVersion(context, properties, await readPipelineFile(file.name, file.bytes));
  await authorize();
  return versionMessage(await context.store.createVersion(pipelineId, version));
};
