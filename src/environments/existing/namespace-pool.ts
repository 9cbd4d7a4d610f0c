import { UsageError } from '../../failures/usage-error.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';

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

interface Waiter {
  readonly count: number;
  readonly resolve: (names: readonly string[]) => void;
  readonly reject: (cause: unknown) => void;
}

export const namespacePool = ({ names, empty, told }: NamespacePoolOptions): NamespacePool => {
  const free = [...names];
  const lost = new Set<string>();
  const queue: Waiter[] = [];
  const tooFew = (count: number) =>
    new EnvironmentError(
      `a scenario needs ${count} namespaces at once, and --namespace-pool has ${names.length - lost.size}${lost.size > 0 ? ` (${[...lost].join(', ')} could not be emptied)` : ''}`,
    );
  /** Strictly in turn: who needs two is not overtaken for ever by those who need one. */
  const serve = (): void => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (first.count > names.length - lost.size) first.reject(tooFew(first.count));
      else if (first.count <= free.length) first.resolve(free.splice(0, first.count));
      else return;
      queue.shift();
    }
  };
  return {
    size: names.length,
    lend: (count, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const aborted = (): void => {
          queue.splice(queue.indexOf(waiter), 1);
          reject(signal.reason as Error);
          serve();
        };
        const done =
          <Value>(settle: (value: Value) => void) =>
          (value: Value): void => {
            signal.removeEventListener('abort', aborted);
            settle(value);
          };
        const waiter: Waiter = { count, resolve: done(resolve), reject: done(reject) };
        signal.addEventListener('abort', aborted, { once: true });
        queue.push(waiter);
        serve();
      }),
    giveBack: async (given) => {
      await Promise.all(
        given.map(async (name) => {
          try {
            await empty(name);
            free.push(name);
          } catch (cause) {
            lost.add(name);
            told(`namespace ${name} could not be emptied, and is used no more: ${(cause as Error).message}`);
          }
        }),
      );
      serve();
    },
  };
};
