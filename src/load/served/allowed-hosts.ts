import { readKubeconfig } from '../../clients/kubeconfig.ts';
import { UsageError } from '../../failures/usage-error.ts';
import type { LoadedInstallation } from '../load-environment.ts';

/** By its name alone: a name that resolves to this machine today may resolve to another one tomorrow. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** The host of a URL, without a port; undefined if it is none, which whoever connects to it reports. */
const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined);

/**
 * Throws a UsageError, before anything is sent, if the REST API or the Kubernetes API of an installation is on a host that is
 * neither this machine nor allowed by its exact name.
 */
export const requireAllowedHosts = async (installation: LoadedInstallation): Promise<void> => {
  const { kubeconfig: file, context, endpoint, allowedHosts } = installation;
  const { cluster } = await readKubeconfig({
    ...(file !== undefined && { file }),
    ...(context !== undefined && { context }),
  });
  const servers = [
    { what: 'the Kubernetes API', url: cluster.server },
    // Without an endpoint REST goes through a port of this machine, and on through the Kubernetes API.
    ...(endpoint === undefined ? [] : [{ what: 'the REST API', url: endpoint }]),
  ].flatMap((server) => {
    const host = hostOf(server.url);
    return host === undefined || isLoopback(host) || allowedHosts.includes(host) ? [] : [{ ...server, host }];
  });
  if (servers.length === 0) return;
  const named = servers.map(({ what, host }) => `${what} is on ${host}`).join(' and ');
  const options = [...new Set(servers.map(({ host }) => `--allow-remote ${host}`))].join(' ');
  throw new UsageError(
    `${named}, which is not this machine: a load run fills the store of an installation and sends as many requests as it answers. If it may, pass ${options}`,
  );
};
