import { ApiError } from './api-error.ts';

export type QueryParameters = Readonly<Record<string, string>>;

/** Query parameters, decoded once; of a repeated one the first counts, as in Go's servers. */
export const parseQuery = (text: string): QueryParameters => {
  const parameters = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(text)) parameters[name] ??= value;
  return parameters;
};

/** A boolean as Go's strconv reads it; absent is false. Refused as `invalid` when it is none. */
export const booleanParameter = (parameters: QueryParameters, name: string): boolean => {
  const value = parameters[name] ?? 'false';
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false;
  throw new ApiError('invalid', `Expected ${name} to be true or false, got ${JSON.stringify(value)}.`);
};
