import type { ReceivedResponse } from '../contract/exchange.ts';

/** An answer as a client returns it; a text is the body itself, anything else is sent as JSON. */
export const receivedAnswer = (
  surface: ReceivedResponse['surface'],
  status: number,
  body: unknown = '',
  asked: ReceivedResponse['asked'] = { method: 'GET', target: '/asked' },
): ReceivedResponse => ({
  surface,
  asked,
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
