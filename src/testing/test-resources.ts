import { afterAll, onTestFinished } from 'vitest';

/** The resources of a test, which end with it. */
export interface TestResources {
  /** Aborted when the test has ended, also by its time-out; for resources that take long to start. */
  readonly signal: AbortSignal;
  /**
   * Waits for the start of a resource and ends it with the test, the latest first. A resource that is still starting when a
   * time-out cuts the test off is ended as soon as it has started. Unlike `await using`, this does not depend on the body of
   * the test, which may hang.
   */
  use<Resource extends AsyncDisposable | Disposable>(starting: Resource | Promise<Resource>): Promise<Resource>;
  /** Calls `end` in order with the other resources; if the test has ended, at once, and the file waits for it. */
  defer(end: () => unknown): void;
}

const end = async (resource: AsyncDisposable | Disposable): Promise<void> => {
  if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]();
  else resource[Symbol.dispose]();
};

/** The ends of resources after their test has ended, which vitest does not wait for. */
const late = new Set<Promise<void>>();

const trackEnd = (finish: () => Promise<void>): Promise<void> => {
  const ending = finish();
  late.add(ending);
  // The failure is reported after the last test of the file and must not be an unhandled rejection until then.
  ending.catch(() => {});
  return ending;
};

// Registered in the importing test file, as its last hook to run: hooks run in reverse order.
afterAll(async () => {
  const failures: unknown[] = [];
  for (const ending of late) await ending.catch((cause: unknown) => failures.push(cause));
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `resources of tests that were cut off could not be ended: ${failures.join('; ')}`,
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
        // The caller handles a failed start.
        const resource = await started.catch(() => undefined);
        if (resource !== undefined) await end(resource);
      };
      if (!ended.signal.aborted) {
        stack.defer(finish);
        return started;
      }
      // The body of a test that was cut off may continue later, so it must not get a resource.
      await trackEnd(finish);
      throw ended.signal.reason;
    },
    defer: (action) => {
      const finish = async (): Promise<void> => void (await action());
      if (ended.signal.aborted) void trackEnd(finish);
      else stack.defer(finish);
    },
  };
};

/**
 * The resources of the current test. Call it in the test or in beforeEach. A test that runs beside others passes the
 * `onTestFinished` of its context.
 */
export const testResources = (atEnd: typeof onTestFinished = onTestFinished): TestResources =>
  resourcesUntil((action) => atEnd(action));

/** The resources that all tests of a file share. Call it at the top of the file, for resources of beforeAll. */
export const fileResources = (): TestResources => resourcesUntil((action) => afterAll(action));
