import { jsonObject, type Json } from '../clients/json-response.ts';

/** A value in an answer that later requests may use. */
export interface ResponseValue {
  readonly value: string;
  /** The name of its variable, without the number. */
  readonly name: string;
  /** The jq filter that extracts it. */
  readonly filter: string;
  /** The text that must precede it where it is replaced; absent: any. */
  readonly precededBy?: RegExp;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const namesByKey: Readonly<Record<string, string>> = {
  pipeline_id: 'PIPELINE',
  pipeline_version_id: 'VERSION',
  next_page_token: 'PAGE',
  continue: 'PAGE',
  resourceVersion: 'RESOURCE_VERSION',
  created_at: 'TIME',
  creationTimestamp: 'TIME',
  token: 'TOKEN',
};

const namesByKind: Readonly<Record<string, string>> = { Pipeline: 'PIPELINE', PipelineVersion: 'VERSION' };

const variableName = (key: string, value: string, kind: unknown): string | undefined => {
  if (key === 'uid') return namesByKind[String(kind)] ?? 'ID';
  return namesByKey[key] ?? (uuid.test(value) ? 'ID' : undefined);
};

const field = (key: string): string => (/^[a-zA-Z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);

const nameOf = (item: unknown): readonly [filter: string, name: string] | undefined => {
  const { name, metadata } = (item ?? {}) as { name?: unknown; metadata?: { name?: unknown } };
  if (typeof name === 'string') return ['.name', name];
  return typeof metadata?.name === 'string' ? ['.metadata.name', metadata.name] : undefined;
};

/** Selects items by name if names are unique, because a list may have another order when the script is run. */
const itemFilters = (before: string, items: readonly unknown[]): readonly string[] => {
  const names = items.map(nameOf);
  const times = Map.groupBy(names, (named) => named?.[1]);
  return names.map((named, index) =>
    named !== undefined && times.get(named[1])?.length === 1
      ? `first(${before}[] | select(${named[0]} == ${JSON.stringify(named[1])}))`
      : `${before}[${index}]`,
  );
};

/**
 * Longer answers are complete listings, whose values are known from the creation of their objects and too many to
 * search for.
 */
const lengthLimit = 256 * 1024;

/** All values in an answer that the target generated: ids, times, tokens, resource versions. */
export const responseValues = (body: string): readonly ResponseValue[] => {
  const found: ResponseValue[] = [];
  if (body.length > lengthLimit) return found;
  const walk = (value: unknown, filter: string, key: string, kind: unknown): void => {
    if (typeof value === 'string') {
      const name = variableName(key, value, kind);
      if (name === undefined || value === '') return;
      const precededBy = key === 'resourceVersion' ? /resourceVersion(=|"\s*:\s*")$/ : undefined;
      found.push({ value, name, filter, ...(precededBy !== undefined && { precededBy }) });
    } else if (Array.isArray(value)) {
      const filters = itemFilters(filter, value);
      value.forEach((item, index) => walk(item, filters[index] ?? '', '', undefined));
    } else if (typeof value === 'object' && value !== null) {
      const own = 'kind' in value ? value.kind : kind;
      for (const [inner, item] of Object.entries(value)) walk(item, `${filter}${field(inner)}`, inner, own);
    }
  };
  const json: Json = jsonObject(body) ?? {};
  walk(json, '', '', undefined);
  return found;
};
