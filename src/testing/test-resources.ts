import { afterAll, onTestFinished } from 'vitest';

/** What a test started, for as long as it is needed. */
export interface TestResources {
  /** Aborted when the test has ended, in time or not: for what takes long to start. */
  readonly signal: AbortSignal;
  /**
   * Waits for what is being started and ends it with the test, the latest first; what is still starting when a time-out
   * cuts the test off is ended as soon as it has started. Other than at `await using`, the end does not depend on the
   * test's body, which hangs then.
   */
  use<Resource extends AsyncDisposable | Disposable>(starting: Resource | Promise<Resource>): Promise<Resource>;
  /** Calls `end` with the rest. */
  defer(end: () => unknown): void;
}

const end = async (resource: AsyncDisposable | Disposable): Promise<void> => {
  if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]();
  else resource[Symbol.dispose]();
};

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
      await finish();
      throw ended.signal.reason;
    },
    defer: (action) => {
      const finish = async (): Promise<void> => void (await action());
      if (ended.signal.aborted) void finish();
      else stack.defer(finish);
    },
  };
};

/** The resources of the test that runs. Call it in the test, or in beforeEach. */
export const testResources = (): TestResources => resourcesUntil((action) => onTestFinished(action));

/** Those of all tests of a file. Call it at its top, for what beforeAll starts. */
export const fileResources = (): TestResources => resourcesUntil((action) => afterAll(action));
