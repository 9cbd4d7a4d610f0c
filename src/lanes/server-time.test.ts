import { expect, test } from 'vitest';
import { UnusableAnswerError, type ReceivedResponse } from '../contract/exchange.ts';
import { serverTime } from './server-time.ts';

const answerWith = (headers: Readonly<Record<string, string>>): ReceivedResponse => ({
  status: 200,
  headers,
  body: '{}',
  surface: 'rest',
  asked: { method: 'GET', target: '/apis/v2beta1/healthz' },
});

test('the time of a server is that of its Date header', () => {
  const time = serverTime(answerWith({ date: 'Tue, 15 Nov 1994 08:12:31 GMT' }));
  expect(time).toBe(Date.UTC(1994, 10, 15, 8, 12, 31));
});

// Why: the clock of the harness was taken instead, and a right target failed CRUD-23 where that clock was another one.
test.each([{}, { date: 'yesterday' }])(
  'an answer without a Date header says nothing about the target: %j',
  (headers) => {
    expect(() => serverTime(answerWith(headers))).toThrow(UnusableAnswerError);
    expect(() => serverTime(answerWith(headers))).toThrow('GET /apis/v2beta1/healthz: expected a Date header');
  },
);
