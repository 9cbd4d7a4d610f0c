import { openExisting } from '../../environments/existing/existing.ts';
import { installationHost } from '../../targets/installed/installation-host.ts';
import type { OpenEnvironment } from '../environment-choice.ts';

/** Opens an existing installation in its own cluster. */
export const openExistingInstallation: OpenEnvironment<'existing'> = async (choice, waiting, stack) => {
  const environment = stack.use(await openExisting(choice, waiting.progress, waiting.signal));
  const { installation } = environment;
  const { endpoint, place } = installation.found;
  return {
    environment,
    target: {
      kind: 'installation',
      executable: choice.endpoint ?? `Service ${place.namespace}/${place.service}, ${endpoint}`,
    },
    host: installationHost(installation, choice.allowed, waiting),
  };
};
