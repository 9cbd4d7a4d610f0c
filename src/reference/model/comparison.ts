import { canonicalJson } from '../ground/canonical-json.ts';
import { foldCase } from '../ground/case-folding.ts';
import type { Position, Predicate } from './listing.ts';
import type { StoredPipeline, StoredVersion } from './pipeline-store.ts';

/**
 * Equality and order in lists, the same in both storage modes (FILT-18, FILT-19, LIST-27): text by the code points of
 * its case-folded form, independent of database collations; tags and pipeline specs exactly; times as numbers.
 */
export type Listed = StoredPipeline | StoredVersion;
export type Comparable = string | number;

/** Text is sorted by at most this many code points, so that a database can index the key; ties are sorted by id. */
export const sortKeyCodePoints = 255;
/** Specs have a common beginning, so their order needs more: the limit of an index entry of 3,072 bytes. */
export const specSortKeyCodePoints = 690;

const tagPrefix = 'tags.';

/** The tag in a predicate's key, or undefined if the key is a field. */
export const tagOf = (key: string): string | undefined =>
  key.startsWith(tagPrefix) ? key.slice(tagPrefix.length) : undefined;

/** The form of a value for predicates: specs as canonical JSON, other text case-folded, numbers unchanged. */
export const comparable = (field: string, value: unknown): Comparable => {
  if (typeof value === 'number') return value;
  if (field === 'pipelineSpec') return typeof value === 'string' ? value : canonicalJson(value);
  return foldCase(typeof value === 'string' ? value : '');
};

const firstCodePoints = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  let end = 0;
  for (let count = 0; count < limit && end < text.length; count++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
};

/** The form of a value for sorting; `sortValue` of a `Position` is this key. */
export const sortKey = (field: string, value: unknown): Comparable => {
  const key = comparable(field, value);
  if (typeof key === 'number') return key;
  return firstCodePoints(key, field === 'pipelineSpec' ? specSortKeyCodePoints : sortKeyCodePoints);
};

const fieldOf = (item: Listed, field: string): unknown => (item as unknown as Readonly<Record<string, unknown>>)[field];

/** The position of an item in a list sorted by `field`. */
export const positionOf = (item: Listed, field: string): Position => ({
  sortValue: sortKey(field, fieldOf(item, field)),
  id: item.id,
});

/** UTF-16 sorts surrogates (code points above U+FFFF) before U+E000..U+FFFF; code-point order sorts them after. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

const compareCodePoints = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
};

/** Numbers by value, text by code points (which is also the order of its UTF-8 bytes, and so of a binary column). */
export const compare = (left: Comparable, right: Comparable): number => {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return compareCodePoints(String(left), String(right));
};

/** Ascending order of positions; ties in the sort value are broken by id. Negate it for descending lists. */
export const comparePositions = (left: Position, right: Position): number =>
  compare(left.sortValue, right.sortValue) || compare(left.id, right.id);

/** Whether one predicate holds for an item; a list contains the items for which all hold. */
export const matches = (predicate: Predicate, item: Listed): boolean => {
  const tag = tagOf(predicate.key);
  if (tag !== undefined) return Object.hasOwn(item.tags, tag) && item.tags[tag] === predicate.values[0];
  const actual = comparable(predicate.key, fieldOf(item, predicate.key));
  const expected = predicate.values.map((value) => comparable(predicate.key, value));
  const first = expected[0];
  if (first === undefined) return false;
  switch (predicate.operation) {
    case 'EQUALS':
      return actual === first;
    case 'NOT_EQUALS':
      return actual !== first;
    case 'IN':
      return expected.includes(actual);
    case 'IS_SUBSTRING':
      return String(actual).includes(String(first));
    case 'GREATER_THAN':
      return compare(actual, first) > 0;
    case 'GREATER_THAN_EQUALS':
      return compare(actual, first) >= 0;
    case 'LESS_THAN':
      return compare(actual, first) < 0;
    case 'LESS_THAN_EQUALS':
      return compare(actual, first) <= 0;
  }
};
