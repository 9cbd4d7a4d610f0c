import { expect, test } from 'vitest';
import type { HttpRequest } from '../contract/exchange.ts';
import { acceptDuplicates } from './replica-rewrite.ts';
import { fakeResponse } from './rewrite.ts';

const request = (name: string): HttpRequest => ({ method: 'POST', target: '/pipelines', headers: {}, body: name });

/** Creates pipelines of these names on a server that refuses a name that is taken, one after another or at once. */
const statusesOf = async (names: readonly string[], atOnce: boolean): Promise<readonly number[]> => {
  const taken = new Set<string>();
  const intercept = acceptDuplicates(
    { method: 'POST' },
    ({ body }) => (typeof body === 'string' && body.startsWith('due') ? body : ''),
    () => fakeResponse(200, {}),
  );
  const create = async (name: string): Promise<number> => {
    const answer = await intercept(
      request(name),
      async ({ body }) => {
        await new Promise((resolve) => setImmediate(resolve));
        const status = taken.has(String(body)) ? 409 : 200;
        taken.add(String(body));
        return fakeResponse(status, {});
      },
      'rest',
      0,
    );
    return answer.status;
  };
  if (atOnce) return Promise.all(names.map(create));
  const statuses: number[] = [];
  for (const name of names) statuses.push(await create(name));
  return statuses;
};

// Why: it also accepted a second request after the answer to the first, and so died in scenarios that do not race.
test('a duplicate is accepted only while the other request is not answered', async () => {
  expect(await statusesOf(['due', 'due'], true)).toEqual([200, 200]);
  expect(await statusesOf(['due', 'due'], false)).toEqual([200, 409]);
});

test('requests without a text, and with different ones, are handled rightly', async () => {
  expect(await statusesOf(['other', 'other', 'due 1', 'due 2'], true)).toEqual([200, 409, 200, 200]);
});
