import { isDeepStrictEqual } from 'node:util';

/** One thing that a check compares: a statement, and the part of a record to which it applies. */
export interface Aspect {
  readonly name: string;
  readonly expected: unknown;
  readonly observed: unknown;
}

const separator = ' / ';

/** The statement of an aspect, which it may share with other parts of the same record. */
export const statementOf = (aspect: string): string => aspect.split(separator, 1)[0] ?? aspect;

type PlainRecord = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is PlainRecord => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * The aspects of a comparison: one for each part of a record, of whatever depth, else one for the whole. A list is one
 * aspect, as is a record that is compared with anything else.
 */
export const aspectsOf = (name: string, observed: unknown, expected: unknown): readonly Aspect[] => {
  if (!isRecord(expected) || !isRecord(observed)) return [{ name, expected, observed }];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(observed)])];
  if (keys.length === 0) return [{ name, expected, observed }];
  return keys.flatMap((key) => aspectsOf(`${name}${separator}${key}`, observed[key], expected[key]));
};

export const deviates = ({ expected, observed }: Aspect): boolean => !isDeepStrictEqual(observed, expected);
