/** One predicate of a list filter, as defined by filter.proto: key, operation and one value. */
export type Predicate = Readonly<Record<string, unknown>>;

export const equals = (key: string, value: string): Predicate => ({ key, operation: 'EQUALS', string_value: value });

export const contains = (key: string, value: string): Predicate => ({
  key,
  operation: 'IS_SUBSTRING',
  string_value: value,
});

export const oneOf = (key: string, ...values: readonly string[]): Predicate => ({
  key,
  operation: 'IN',
  string_values: { values },
});

/** The `filter` parameter as JSON, which must be URL-encoded once like any other parameter. */
export const filterOf = (...predicates: readonly Predicate[]): string => JSON.stringify({ predicates });

/**
 * The same for servers that decode a filter twice: JSON escapes replace the characters that URL decoding would change.
 */
export const plainFilterOf = (...predicates: readonly Predicate[]): string =>
  filterOf(...predicates)
    .replaceAll('%', String.raw`\u0025`)
    .replaceAll('+', String.raw`\u002b`);
