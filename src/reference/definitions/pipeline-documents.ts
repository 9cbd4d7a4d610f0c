import { CORE_SCHEMA, loadAll, mergeTag, Schema } from 'js-yaml';
import { checkDocument } from '../ground/document-limits.ts';
import { ApiError } from '../ground/api-error.ts';

const maxAliases = 1000;
const schema = new Schema([...CORE_SCHEMA.tags, mergeTag]);

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ApiError('invalid', 'Expected the pipeline definition to be text in UTF-8.', { cause });
  }
};

const parseJson = (text: string): readonly unknown[] | undefined => {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return [JSON.parse(text)];
  } catch {
    // A YAML flow mapping also begins with a brace, so the YAML parser decides and words the error.
    return undefined;
  }
};

const parseYaml = (text: string): readonly unknown[] => {
  try {
    return loadAll(text, { schema, maxAliases });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : 'unknown reason';
    throw new ApiError('invalid', `The pipeline definition is neither JSON nor YAML: ${reason}`, { cause });
  }
};

/**
 * The documents of a pipeline file: one for JSON, else the non-empty documents of a YAML stream. JSON is tried first,
 * because YAML parsers read its escapes differently (`\ud83d\ude00` is one character, CRUD-40). Throws an `invalid`
 * ApiError.
 */
export const parsePipelineDocuments = (bytes: Uint8Array): readonly unknown[] => {
  const text = decode(bytes);
  const documents = parseJson(text) ?? parseYaml(text);
  const present = documents.filter((document) => document !== null && document !== undefined);
  for (const document of present) checkDocument(document);
  return present;
};
