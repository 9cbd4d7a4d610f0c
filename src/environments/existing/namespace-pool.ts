import { UsageError } from '../../failures/usage-error.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { semaphore, type Permit } from '../../waiting/semaphore.ts';

/** Existing namespaces, each of which has one holder at a time. */
export interface NamespacePool {
  readonly size: number;
  /**
   * Waits in turn until `count` namespaces are free at once, because acquiring them one by one could deadlock. Throws an
   * EnvironmentError if the pool has fewer, and the signal's reason when aborted.
   */
  acquire(count: number, signal: AbortSignal): Promise<readonly string[]>;
  /** Empties namespaces and makes them available again. A namespace that cannot be emptied is reported and not used again. */
  release(names: readonly string[]): Promise<void>;
}

export interface NamespacePoolOptions {
  readonly names: readonly string[];
  /** Removes the leftovers of a scenario from a namespace. */
  readonly empty: (namespace: string) => Promise<void>;
  readonly report: (line: string) => void;
}

/** Throws a UsageError if a name is empty or repeated: two scenarios would get the same namespace. */
export const requireDistinct = (names: readonly string[]): void => {
  if (names.includes(''))
    throw new UsageError(
      `--namespace-pool ${names.join(',')}: one name is empty; expected names separated by single commas`,
    );
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new UsageError(`--namespace-pool ${names.join(',')}: ${repeated} is listed twice; name it once`);
};

export const namespacePool = ({ names, empty, report }: NamespacePoolOptions): NamespacePool => {
  const free = [...names];
  const retired: string[] = [];
  const held = new Map<string, Permit>();
  const permits = semaphore(names.length, (count, size) => {
    const reason = retired.length > 0 ? ` (${retired.join(', ')} could not be emptied)` : '';
    return new EnvironmentError(
      `a scenario needs ${count} namespaces at once, and --namespace-pool has ${size}${reason}`,
    );
  });
  return {
    size: names.length,
    acquire: async (count, signal) => {
      const granted = await permits.acquireAll(count, signal);
      const acquired = free.splice(0, count);
      for (const [index, permit] of granted.entries()) held.set(acquired[index] ?? '', permit);
      return acquired;
    },
    release: async (released) => {
      await Promise.all(
        released.map(async (name) => {
          const permit = held.get(name);
          held.delete(name);
          try {
            await empty(name);
            free.push(name);
            permit?.[Symbol.dispose]();
          } catch (cause) {
            retired.push(name);
            report(`namespace ${name} could not be emptied and will not be used again: ${(cause as Error).message}`);
            permit?.retire();
          }
        }),
      );
    },
  };
};
