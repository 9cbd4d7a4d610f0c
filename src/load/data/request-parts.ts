/** Requests of one operation whose latency is kept apart: tag `part` of a script, figures such as `alone P50 ms`. */
export const requestParts = ['first', 'middle', 'alone', 'beside'] as const;
export type RequestPart = (typeof requestParts)[number];
