import { ApiError } from './api-error.ts';

export type QueryParameters = Readonly<Record<string, string>>;

/** Query parameters, decoded once; the first of repeated ones wins, as in Go's servers. */
export const parseQuery = (text: string): QueryParameters => {
  const parameters = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(text)) parameters[name] ??= value;
  return parameters;
};

/** A boolean as Go's strconv parses it; absent means false. Throws an `invalid` ApiError for anything else. */
export const booleanParameter = (parameters: QueryParameters, name: string): boolean => {
  const value = parameters[name] ?? 'false';
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false;
  throw new ApiError('invalid', `Expected ${name} to be true or false, got ${JSON.stringify(value)}.`);
};
