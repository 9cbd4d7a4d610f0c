import type { HttpResponse } from '../contract/exchange.ts';

/**
 * The time of a server by the Date header of an answer: milliseconds since 1970, in whole seconds. Without such a header,
 * that of the harness: its clock may then differ.
 */
export const serverTime = ({ headers }: Pick<HttpResponse, 'headers'>): number => {
  const time = Date.parse(headers['date'] ?? '');
  return Number.isNaN(time) ? Date.now() : time;
};
