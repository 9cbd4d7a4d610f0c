import { isGzip, isZip, readTarGzip, readZip } from './pipeline-archive.ts';
import { readPipelineDefinition, type PipelineDefinition } from './pipeline-definition.ts';
import { ApiError } from '../ground/api-error.ts';

/** The size limit of a pipeline file, both as sent and uncompressed. */
export const maxFileBytes = 32 * 1024 * 1024;

const unpack = async (name: string, bytes: Buffer): Promise<Uint8Array> => {
  if (/\.(ya?ml|json)$/.test(name)) return bytes;
  if (isZip(bytes)) return readZip(bytes, maxFileBytes);
  if (isGzip(bytes)) return readTarGzip(bytes, maxFileBytes);
  throw new ApiError(
    'invalid',
    `Unexpected format of the pipeline file ${JSON.stringify(name)}: expected .yaml, .yml, .json, .zip or .tar.gz.`,
  );
};

/**
 * Reads a pipeline file as KFP does: YAML and JSON are recognized by the name, archives by their first bytes. Throws an
 * `invalid` ApiError.
 */
export const readPipelineFile = async (name: string, bytes: Buffer): Promise<PipelineDefinition> => {
  if (bytes.length > maxFileBytes) {
    throw new ApiError('invalid', `The pipeline file has ${bytes.length} bytes; at most ${maxFileBytes} are allowed.`);
  }
  return readPipelineDefinition(await unpack(name, bytes));
};
