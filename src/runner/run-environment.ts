import type { EnvironmentName } from '../environments/environment.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { ChoiceOf, HostEnvironment, OpenEnvironment } from './environment-choice.ts';

/** Each is imported on demand, since the cluster and container clients are most of the code. */
const environments: { readonly [Name in EnvironmentName]: OpenEnvironment<Name> } = {
  local: async (...choice) => (await import('./environments/local.ts')).openLocal(...choice),
  kind: async (...choice) => {
    if (choice[0].target === 'manifests') return (await import('./environments/shipped.ts')).openShipped(...choice);
    return (await import('./environments/kind.ts')).openKind(...choice);
  },
  existing: async (...choice) => (await import('./environments/existing.ts')).openExistingInstallation(...choice),
};

/**
 * Starts the environment of a run. Disposing of it ends everything that was started in it. Throws an EnvironmentError or a
 * UsageError after it has cleaned up.
 */
export const openRunEnvironment = async <Name extends EnvironmentName>(
  choice: ChoiceOf<Name>,
  waiting: Waiting,
): Promise<HostEnvironment<Name> & AsyncDisposable> => {
  await using stack = new AsyncDisposableStack();
  const name: Name = choice.environment;
  const opened = await environments[name](choice, waiting, stack);
  const owned = stack.move();
  return { ...opened, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
