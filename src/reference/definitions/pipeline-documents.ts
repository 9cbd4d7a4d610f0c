import { CORE_SCHEMA, loadAll, mergeTag, Schema } from 'js-yaml';
import { checkDocument } from '../ground/document-limits.ts';
import { Refusal } from '../ground/api-error.ts';

const MAX_ALIASES = 1000;
const schema = new Schema([...CORE_SCHEMA.tags, mergeTag]);

/**
 * The documents of a pipeline file: one if it is JSON, else those of a YAML stream without the empty ones. JSON is tried
 * first, because a YAML parser reads its escapes differently (`\ud83d\ude00` is one character, CRUD-40). Refused as `invalid`.
 */
export function parsePipelineDocuments(bytes: Uint8Array): readonly unknown[] {
  const text = decode(bytes);
  const documents = parseJson(text) ?? parseYaml(text);
  const present = documents.filter((document) => document !== null && document !== undefined);
  for (const document of present) checkDocument(document);
  return present;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Refusal('invalid', 'Expected the pipeline definition to be text in UTF-8.', { cause });
  }
}

function parseJson(text: string): readonly unknown[] | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return [JSON.parse(text)];
  } catch {
    // A YAML flow mapping begins with a brace as well; the YAML parser has the last word and the error message.
    return undefined;
  }
}

function parseYaml(text: string): readonly unknown[] {
  try {
    return loadAll(text, { schema, maxAliases: MAX_ALIASES });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : 'unknown reason';
    throw new Refusal('invalid', `The pipeline definition is neither JSON nor YAML: ${reason}`, { cause });
  }
}
