import { isGzip, isZip, readTarGzip, readZip } from './pipeline-archive.ts';
import { readPipelineDefinition, type PipelineDefinition } from './pipeline-definition.ts';
import { Refusal } from '../ground/api-error.ts';

/** The most that a pipeline file may have, as sent and as unpacked. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/**
 * Reads a pipeline file as KFP does: its name tells YAML and JSON, its first bytes tell an archive. Refused as `invalid`.
 */
export async function readPipelineFile(name: string, bytes: Buffer): Promise<PipelineDefinition> {
  if (bytes.length > MAX_FILE_BYTES) {
    throw new Refusal('invalid', `The pipeline file has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are allowed.`);
  }
  return readPipelineDefinition(await unpack(name, bytes));
}

async function unpack(name: string, bytes: Buffer): Promise<Uint8Array> {
  if (/\.(ya?ml|json)$/.test(name)) return bytes;
  if (isZip(bytes)) return readZip(bytes, MAX_FILE_BYTES);
  if (isGzip(bytes)) return readTarGzip(bytes, MAX_FILE_BYTES);
  throw new Refusal(
    'invalid',
    `Unexpected format of the pipeline file ${JSON.stringify(name)}: expected .yaml, .yml, .json, .zip or .tar.gz.`,
  );
}
