import { ApiError } from '../ground/api-error.ts';

export type ListKind = 'pipelines' | 'versions';

/** Fields for sorting and filtering: API name → field of `StoredPipeline` or `StoredVersion`. */
const storedFields: Record<ListKind, ReadonlyMap<string, string>> = {
  pipelines: new Map([
    ['id', 'id'],
    ['pipeline_id', 'id'],
    ['name', 'name'],
    ['display_name', 'displayName'],
    ['created_at', 'createdAt'],
    ['description', 'description'],
    ['namespace', 'namespace'],
  ]),
  versions: new Map([
    ['id', 'id'],
    ['pipeline_version_id', 'id'],
    ['name', 'name'],
    ['display_name', 'displayName'],
    ['created_at', 'createdAt'],
    ['status', 'status'],
    ['description', 'description'],
    ['pipeline_spec', 'pipelineSpec'],
  ]),
};

/** The stored field of an API field name; throws an `invalid` ApiError for unknown names. */
export const storedField = (kind: ListKind, name: string, use: 'sorting' | 'filtering'): string => {
  const field = storedFields[kind].get(name);
  if (field !== undefined) return field;
  const known = [...storedFields[kind].keys()].join(', ');
  throw new ApiError('invalid', `Invalid ${use} field ${JSON.stringify(name)} of ${kind}: expected one of ${known}.`);
};
