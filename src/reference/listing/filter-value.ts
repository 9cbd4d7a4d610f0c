import { checkText } from '../ground/document-limits.ts';
import type { Operation } from '../model/listing.ts';
import { isObject } from '../ground/plain-object.ts';
import { ApiError } from '../ground/api-error.ts';
import { parseTimestamp } from '../ground/timestamp.ts';

type Value = string | number;

const invalid = (reason: string): ApiError => new ApiError('invalid', `Invalid filter: ${reason}.`);

const integer = (value: unknown, limit: number): number => {
  const number = typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= -limit && number < limit) return number;
  throw invalid(`expected an integer, got ${JSON.stringify(value)}`);
};

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw invalid(`expected text, got ${JSON.stringify(value)}`);
  checkText(value);
  return value;
};

const timestamp = (value: unknown): number => {
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time === undefined) throw invalid(`expected a time like 2026-01-31T12:00:00Z, got ${JSON.stringify(value)}`);
  return time;
};

/** Readers of the alternatives of a predicate's `value`, by their names in filter.proto. */
const valueReaders: Readonly<Record<string, { readonly list: boolean; readonly read: (value: unknown) => Value }>> = {
  int_value: { list: false, read: (value) => integer(value, 2 ** 31) },
  long_value: { list: false, read: (value) => integer(value, 2 ** 63) },
  string_value: { list: false, read: text },
  timestamp_value: { list: false, read: timestamp },
  int_values: { list: true, read: (value) => integer(value, 2 ** 31) },
  long_values: { list: true, read: (value) => integer(value, 2 ** 63) },
  string_values: { list: true, read: text },
};

const list = (name: string, value: unknown): readonly unknown[] => {
  if (isObject(value) && Array.isArray(value['values']) && value['values'].length > 0) return value['values'];
  throw invalid(`expected ${name} to be {"values": [...]} with at least one value`);
};

const seconds = (value: Value): number => {
  if (typeof value === 'number') return value;
  return /^-?\d{1,19}$/.test(value) ? Number(value) : timestamp(value);
};

/**
 * The values of one predicate, checked against its operation (a list for IN only, text for IS_SUBSTRING) and converted
 * to the type of the field: seconds for `createdAt`, text for all others. Throws an `invalid` ApiError.
 */
export const predicateValue = (field: string, operation: Operation, name: string, value: unknown): readonly Value[] => {
  const reader = valueReaders[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  if (!reader) throw invalid(`unknown field ${JSON.stringify(name)} in a predicate`);
  if (reader.list !== (operation === 'IN')) {
    throw invalid(`${operation} cannot be used with ${name}: IN takes a list, all other operations one value`);
  }
  const values = reader.list ? list(name, value).map(reader.read) : [reader.read(value)];
  if (operation === 'IS_SUBSTRING' && typeof values[0] !== 'string') throw invalid('IS_SUBSTRING needs a string_value');
  if (field !== 'createdAt') return values.map(String);
  if (operation === 'IS_SUBSTRING') throw invalid('IS_SUBSTRING cannot be used with created_at, which is a time');
  return values.map(seconds);
};
