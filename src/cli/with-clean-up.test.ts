import { expect, test } from 'vitest';
import { withCleanUp } from './with-clean-up.ts';

const failing = (before: boolean) =>
  withCleanUp<string>(async (done) => {
    await using stack = new AsyncDisposableStack();
    stack.defer(() => Promise.reject(new Error('a namespace is left')));
    if (before) throw new Error('no such seed');
    done('judged');
  });

// Why: the report was written before the clean-up, so its files said that a run had passed that ended with an error.
test('a failure of the clean-up comes with the outcome, an earlier one is thrown', async () => {
  expect(await failing(false)).toMatchObject({ outcome: 'judged', failure: new Error('a namespace is left') });
  await expect(failing(true)).rejects.toMatchObject({ suppressed: { message: 'no such seed' } });
  expect(await withCleanUp<string>(async (done) => done('judged'))).toEqual({ outcome: 'judged' });
});
