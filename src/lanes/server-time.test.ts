import { expect, test } from 'vitest';
import { serverTime } from './server-time.ts';

test('the time of a server is that of its Date header', () => {
  expect(serverTime({ headers: { date: 'Tue, 15 Nov 1994 08:12:31 GMT' } })).toBe(Date.UTC(1994, 10, 15, 8, 12, 31));
});

test.each([{}, { date: 'yesterday' }])('without a Date header it is that of the harness: %j', (headers) => {
  expect(Math.abs(serverTime({ headers }) - Date.now())).toBeLessThan(60_000);
});
