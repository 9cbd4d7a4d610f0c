import { tagOf } from '../model/comparison.ts';
import { checkText } from '../ground/document-limits.ts';
import { predicateValue } from './filter-value.ts';
import { storedField, type ListKind } from './list-fields.ts';
import type { Operation, Predicate } from '../model/listing.ts';
import { isObject } from '../ground/plain-object.ts';
import { ApiError } from '../ground/api-error.ts';

/** Operations of filter.proto by name and by number, both of which protobuf JSON allows. */
const operations: ReadonlyMap<unknown, Operation> = new Map<unknown, Operation>([
  ['EQUALS', 'EQUALS'],
  [1, 'EQUALS'],
  ['NOT_EQUALS', 'NOT_EQUALS'],
  [2, 'NOT_EQUALS'],
  ['GREATER_THAN', 'GREATER_THAN'],
  [3, 'GREATER_THAN'],
  ['GREATER_THAN_EQUALS', 'GREATER_THAN_EQUALS'],
  [5, 'GREATER_THAN_EQUALS'],
  ['LESS_THAN', 'LESS_THAN'],
  [6, 'LESS_THAN'],
  ['LESS_THAN_EQUALS', 'LESS_THAN_EQUALS'],
  [7, 'LESS_THAN_EQUALS'],
  ['IN', 'IN'],
  [8, 'IN'],
  ['IS_SUBSTRING', 'IS_SUBSTRING'],
  [9, 'IS_SUBSTRING'],
]);
const maxPredicates = 100;

const invalid = (reason: string): ApiError => new ApiError('invalid', `Invalid filter: ${reason}.`);

const parseJson = (text: string): Readonly<Record<string, unknown>> => {
  try {
    // KFP decodes filters twice, and some clients encode them twice; JSON never begins with a percent sign.
    const filter: unknown = JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text);
    if (isObject(filter)) return filter;
  } catch (cause) {
    throw new ApiError('invalid', 'Invalid filter: expected URL-encoded JSON.', { cause });
  }
  throw invalid('expected a JSON object');
};

const parsePredicate = (kind: ListKind, predicate: unknown): Predicate => {
  if (!isObject(predicate)) throw invalid('expected every predicate to be an object');
  const { key, operation: name, ...rest } = predicate;
  const operation = operations.get(name);
  if (operation === undefined) throw invalid(`unknown or missing operation ${JSON.stringify(name)}`);
  if (typeof key !== 'string' || key === '') throw invalid('every predicate needs a key');
  checkText(key);
  const tag = tagOf(key);
  const field = tag === undefined ? storedField(kind, key, 'filtering') : key;
  const given = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
  const [value] = given;
  if (value === undefined || given.length > 1) throw invalid(`the predicate on ${key} needs exactly one value`);
  if (tag !== undefined && (operation !== 'EQUALS' || !/^string_?[vV]alue$/.test(value[0]))) {
    throw invalid(
      `tags can be compared by EQUALS with a string_value only, got ${operation} for ${JSON.stringify(key)}`,
    );
  }
  return { key: field, operation, values: predicateValue(field, operation, value[0], value[1]) };
};

/** The predicates of a `filter` parameter (JSON, already URL-decoded once); throws an `invalid` ApiError. */
export const parseFilter = (kind: ListKind, text: string): readonly Predicate[] => {
  if (text === '') return [];
  const filter = parseJson(text);
  const unknown = Object.keys(filter).find((key) => key !== 'predicates');
  if (unknown !== undefined) throw invalid(`unknown field ${JSON.stringify(unknown)}`);
  const predicates = filter['predicates'] ?? [];
  if (!Array.isArray(predicates)) throw invalid('expected predicates to be a list');
  if (predicates.length > maxPredicates) throw invalid(`expected at most ${maxPredicates} predicates`);
  return predicates.map((predicate) => parsePredicate(kind, predicate));
};
