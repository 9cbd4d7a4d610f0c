/** One condition of a list's filter, as filter.proto spells it: key, operation and one kind of value. */
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

/** The `filter` parameter: JSON, to be URL-encoded once like any other parameter. */
export const filterOf = (...predicates: readonly Predicate[]): string => JSON.stringify({ predicates });

/** The same for servers that decode a filter twice: JSON's own escapes stand for what URL encoding changes. */
export const plainFilterOf = (...predicates: readonly Predicate[]): string =>
  filterOf(...predicates)
    .replaceAll('%', String.raw`\u0025`)
    .replaceAll('+', String.raw`\u002b`);
