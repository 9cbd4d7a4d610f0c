import { UsageError } from '../../failures/usage-error.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { semaphore, type Permit } from '../../waiting/semaphore.ts';

/** Namespaces that somebody else made, lent to one scenario at a time. */
export interface NamespacePool {
  readonly size: number;
  /**
   * Waits in turn until so many are free at once: whoever held one and waited for another could wait for ever. Throws an
   * EnvironmentError where there are not so many at all, the signal's reason when aborted.
   */
  lend(count: number, signal: AbortSignal): Promise<readonly string[]>;
  /** Empties them; the next gets them when that is done. One that cannot be emptied is lent no more, and that is told. */
  giveBack(names: readonly string[]): Promise<void>;
}

export interface NamespacePoolOptions {
  readonly names: readonly string[];
  /** Takes away what a scenario left in a namespace. */
  readonly empty: (namespace: string) => Promise<void>;
  readonly told: (line: string) => void;
}

/** Throws a UsageError where a name is empty or comes twice: two scenarios would get the same namespace. */
export const requireDistinct = (names: readonly string[]): void => {
  if (names.includes(''))
    throw new UsageError(
      `--namespace-pool ${names.join(',')}: a name is empty; expected names with one comma between two`,
    );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--namespace-pool ${names.join(',')}: ${twice} comes twice`);
};

export const namespacePool = ({ names, empty, told }: NamespacePoolOptions): NamespacePool => {
  const free = [...names];
  const lost: string[] = [];
  const held = new Map<string, Permit>();
  const permits = semaphore(names.length, (count, size) => {
    const why = lost.length > 0 ? ` (${lost.join(', ')} could not be emptied)` : '';
    return new EnvironmentError(`a scenario needs ${count} namespaces at once, and --namespace-pool has ${size}${why}`);
  });
  return {
    size: names.length,
    lend: async (count, signal) => {
      const granted = await permits.acquireAll(count, signal);
      const lent = free.splice(0, count);
      for (const [index, permit] of granted.entries()) held.set(lent[index] ?? '', permit);
      return lent;
    },
    giveBack: async (given) => {
      await Promise.all(
        given.map(async (name) => {
          const permit = held.get(name);
          held.delete(name);
          try {
            await empty(name);
            free.push(name);
            permit?.[Symbol.dispose]();
          } catch (cause) {
            lost.push(name);
            told(`namespace ${name} could not be emptied, and is used no more: ${(cause as Error).message}`);
            permit?.retire();
          }
        }),
      );
    },
  };
};
