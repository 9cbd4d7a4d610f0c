import type { HttpResponse } from '../contract/exchange.ts';

/** A JSON object as it stands on the wire. */
export type Json = Readonly<Record<string, unknown>>;

/** The body as a JSON object; a body that is none (an error page, an empty answer) is `{}`. */
export const jsonOf = (response: HttpResponse): Json => {
  try {
    const parsed: unknown = JSON.parse(response.body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Json) : {};
  } catch {
    return {};
  }
};

/** A text field, `''` where it is absent or no text. */
export const text = (object: Json, key: string): string => {
  const value = object[key];
  return typeof value === 'string' ? value : '';
};

/** An object field, `{}` where it is absent or no object. */
export const object = (parent: Json, key: string): Json => {
  const value = parent[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
};

/** A list of objects, `[]` where it is absent. */
export const objects = (parent: Json, key: string): readonly Json[] => {
  const value = parent[key];
  return Array.isArray(value) ? (value as Json[]) : [];
};
