import { isGzip, isZip, readTarGzip, readZip } from './pipeline-archive.ts';
import { readPipelineDefinition, type PipelineDefinition } from './pipeline-definition.ts';
import { ApiError } from '../ground/api-error.ts';

/** The most that a pipeline file may have, as sent and as unpacked. */
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
 * Reads a pipeline file as KFP does: its name tells YAML and JSON, its first bytes tell an archive. Refused as `invalid`.
 */
export const readPipelineFile = async (name: string, bytes: Buffer): Promise<PipelineDefinition> => {
  if (bytes.length > maxFileBytes) {
    throw new ApiError('invalid', `The pipeline file has ${bytes.length} bytes; at most ${maxFileBytes} are allowed.`);
  }
  return readPipelineDefinition(await unpack(name, bytes));
};
