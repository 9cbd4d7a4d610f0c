import { expect, test } from 'vitest';
import { observeStart } from './observe-start.ts';
import type { StartProbe } from './start-probe.ts';

/** Answers in order; the last one again and again. */
const answers = <Answer>(...all: readonly [Answer, ...Answer[]]): (() => Promise<Answer>) => {
  let next = 0;
  return () => {
    const answer = all[Math.min(next, all.length - 1)] as Answer;
    next += 1;
    return Promise.resolve(answer);
  };
};

const observed = (probe: Partial<StartProbe>, signal = new AbortController().signal) =>
  observeStart(
    { ready: answers(true), firstPage: answers(20), list: answers(30), ...probe },
    { began: performance.now(), expected: 30 },
    signal,
  );

test('a server that shows everything at once has no short lists', async () => {
  const { readyMs, firstPageMs, completeListMs, ...counts } = await observed({ ready: answers(false, true) });
  expect(readyMs).toBeLessThanOrEqual(firstPageMs);
  expect(firstPageMs).toBeLessThanOrEqual(completeListMs);
  expect(counts).toMatchObject({ shortPages: 0, shortLists: 0 });
});

// Why: a server that answers from a cache that is still being filled looks ready, and shows less than there is.
test('pages and lists that lack pipelines are counted, those without an answer are not', async () => {
  expect(
    await observed({
      firstPage: answers<number | undefined>(undefined, 0, 3, 20),
      list: answers<number | undefined>(undefined, 20, 30),
    }),
  ).toMatchObject({ shortPages: 2, shortLists: 1 });
});

test('a page of a small store is full with all of its pipelines', async () => {
  const probe = { ready: answers(true), firstPage: answers(7), list: answers(7) };
  const signal = new AbortController().signal;
  expect(await observeStart(probe, { began: performance.now(), expected: 7 }, signal)).toMatchObject({ shortPages: 0 });
});

test.each([
  [29, 'a list of 29'],
  [undefined, 'gave no list'],
])('a warm list of %s pipelines has no duration', async (again, text) => {
  await expect(observed({ list: answers<number | undefined>(30, again) })).rejects.toMatchObject({
    code: 'environment',
    message: `the server listed all 30 pipelines after its start, and then ${text}`,
  });
});

test('it ends when it is aborted', async () => {
  const controller = new AbortController();
  const ending = observed({ list: answers(1) }, controller.signal);
  setTimeout(() => controller.abort(new Error('interrupted')), 20);
  await expect(ending).rejects.toThrow('interrupted');
});
