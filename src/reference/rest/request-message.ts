import { checkText } from '../ground/document-limits.ts';
import { isObject } from '../ground/plain-object.ts';
import { ApiError } from '../ground/api-error.ts';
import { parseTimestamp } from '../ground/timestamp.ts';

/** Kinds of fields in request messages. Output-only fields are `ignored` and may have any type. */
export type FieldKind = 'text' | 'texts' | 'time' | 'url' | 'struct' | 'ignored';

interface Values {
  readonly text: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly time: string;
  readonly url: string;
  readonly struct: unknown;
  readonly ignored: unknown;
}

export type Message<Fields extends Readonly<Record<string, FieldKind>>> = {
  readonly [name in keyof Fields]?: Values[Fields[name]];
};

const readText = (where: string, value: unknown): string => {
  if (typeof value !== 'string') throw new ApiError('invalid', `Expected ${where} to be a string.`);
  checkText(value);
  return value;
};

/** A map of strings, such as tags. */
export const readTexts = (where: string, value: unknown): Readonly<Record<string, string>> => {
  if (!isObject(value)) throw new ApiError('invalid', `Expected ${where} to be a JSON object of strings.`);
  const entries = Object.entries(value).map(
    ([key, content]) => [readText(where, key), readText(where, content)] as const,
  );
  return Object.fromEntries(entries);
};

const readField = (where: string, value: unknown, kind: FieldKind): unknown => {
  switch (kind) {
    case 'text':
      return readText(where, value);
    case 'texts':
      return readTexts(where, value);
    case 'url':
      return readMessage(where, value, { pipeline_url: 'text' }).pipeline_url;
    case 'time':
      if (typeof value === 'string' && parseTimestamp(value) !== undefined) return value;
      throw new ApiError('invalid', `Expected ${where} to be a time in RFC 3339.`);
    case 'struct':
      if (isObject(value)) return value;
      throw new ApiError('invalid', `Expected ${where} to be a JSON object.`);
    case 'ignored':
      return value;
  }
};

const camelCase = (name: string): string => name.replace(/_[a-z]/g, (match) => match.slice(1).toUpperCase());

/**
 * Parses a JSON message as protobuf does: names in snake_case or camelCase, `null` means absent, unknown fields are
 * rejected (CRUD-19). Throws an `invalid` ApiError that names the field.
 */
export const readMessage = <Fields extends Readonly<Record<string, FieldKind>>>(
  name: string,
  value: unknown,
  fields: Fields,
): Message<Fields> => {
  if (!isObject(value)) throw new ApiError('invalid', `Expected ${name} to be a JSON object.`);
  const message: Record<string, unknown> = {};
  for (const [given, content] of Object.entries(value)) {
    const field = Object.hasOwn(fields, given) ? given : Object.keys(fields).find((key) => camelCase(key) === given);
    if (field === undefined) throw new ApiError('invalid', `Unknown field ${JSON.stringify(given)} in ${name}.`);
    if (content !== null) message[field] = readField(`${name}.${field}`, content, fields[field] ?? 'ignored');
  }
  return message as Message<Fields>;
};
