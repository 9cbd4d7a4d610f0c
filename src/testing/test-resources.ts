import { afterAll, onTestFinished } from 'vitest';

/** What a test started, for as long as it is needed. */
export interface TestResources {
  /** Aborted when the test has ended, in time or not: for what takes long to start. */
  readonly signal: AbortSignal;
  /**
   * Waits for what is being started and ends it with the test, the latest first; what is still starting when a time-out
   * cuts the test off is ended as soon as it has started. Unlike `await using`, the end does not depend on the
   * test's body, which hangs then.
   */
  use<Resource extends AsyncDisposable | Disposable>(starting: Resource | Promise<Resource>): Promise<Resource>;
  /** Calls `end` with the rest; once the test has ended, at once, and the file waits for it. */
  defer(end: () => unknown): void;
}

const end = async (resource: AsyncDisposable | Disposable): Promise<void> => {
  if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]();
  else resource[Symbol.dispose]();
};

/** What is ended late: after the test whose resource it was, which nobody waits for any more. */
const late = new Set<Promise<void>>();

const endLate = (finish: () => Promise<void>): Promise<void> => {
  const ending = finish();
  late.add(ending);
  // Its failure is told after the last test of the file, and is no unhandled one until then.
  ending.catch(() => {});
  return ending;
};

// Of the file that imports this one, and the last of its hooks: they run in reverse.
afterAll(async () => {
  const failures: unknown[] = [];
  for (const ending of late) await ending.catch((cause: unknown) => failures.push(cause));
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `what tests left when they were cut off could not be ended: ${failures.join('; ')}`,
    );
});

const resourcesUntil = (atEnd: (end: () => Promise<void>) => void): TestResources => {
  const stack = new AsyncDisposableStack();
  const ended = new AbortController();
  atEnd(async () => {
    ended.abort(new Error('the test has ended'));
    await stack.disposeAsync();
  });
  return {
    signal: ended.signal,
    use: async (starting) => {
      const started = Promise.resolve(starting);
      const finish = async (): Promise<void> => {
        // Whoever started it hears why it did not start.
        const resource = await started.catch(() => undefined);
        if (resource !== undefined) await end(resource);
      };
      if (!ended.signal.aborted) {
        stack.defer(finish);
        return started;
      }
      // The body of a test that was cut off goes on once what it hung at has ended.
      await endLate(finish);
      throw ended.signal.reason;
    },
    defer: (action) => {
      const finish = async (): Promise<void> => void (await action());
      if (ended.signal.aborted) void endLate(finish);
      else stack.defer(finish);
    },
  };
};

/** The resources of the test that runs. Call it in the test, or in beforeEach. */
export const testResources = (): TestResources => resourcesUntil((action) => onTestFinished(action));

/** Those of all tests of a file. Call it at its top, for what beforeAll starts. */
export const fileResources = (): TestResources => resourcesUntil((action) => afterAll(action));
