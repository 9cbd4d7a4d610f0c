import type { HttpResponse } from '../contract/exchange.ts';

/** A JSON object as received or sent. */
export type Json = Readonly<Record<string, unknown>>;

/** The body as a JSON object; `{}` for any other body, such as an error page or an empty answer. */
export const jsonOf = (response: HttpResponse): Json => {
  try {
    const parsed: unknown = JSON.parse(response.body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Json) : {};
  } catch {
    return {};
  }
};

/** A string field; `''` if it is absent or not a string. */
export const text = (object: Json, key: string): string => {
  const value = object[key];
  return typeof value === 'string' ? value : '';
};

/** An object field; `{}` if it is absent or not an object. */
export const object = (parent: Json, key: string): Json => {
  const value = parent[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
};

/** A field that is a list of objects; `[]` if it is absent or not a list. */
export const objects = (parent: Json, key: string): readonly Json[] => {
  const value = parent[key];
  return Array.isArray(value) ? (value as Json[]) : [];
};
