import { AssertionError } from 'node:assert';

/**
 * What the answer to a call said that the target refused, for readers; undefined for any other failure. It is no value of an
 * aspect, since it may hold a name or a time. See `accepted` of the suites.
 */
export const refusalDetail = (failure: unknown): string | undefined => {
  if (!(failure instanceof AssertionError) || failure.operator !== 'accepted') return undefined;
  const [, ...lines] = failure.message.split('\n');
  return lines.length === 0 ? String(failure.actual) : lines.join('\n');
};
