const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (object: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(object).toSorted()) copy[key] = object[key];
  return copy;
};

/** Compact JSON with sorted keys: equal documents have equal text, whichever store held them. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (isObject(inner) ? sorted(inner) : inner)) ?? 'null';
