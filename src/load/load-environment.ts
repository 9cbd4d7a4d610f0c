import type { EnvironmentName } from '../environments/environment.ts';
import type { ConnectionOptions } from '../environments/existing/connection/connect.ts';

/** An installation that a run fills and measures. */
export interface LoadedInstallation extends Omit<ConnectionOptions, 'directory'> {
  /** Hosts other than this machine to which requests may be sent. */
  readonly allowedHosts: readonly string[];
}

interface Choices {
  /** Processes of this machine, with snapshots of their stores. */
  readonly local: object;
  /** Pods of a cluster in a container. */
  readonly kind: { readonly nodeImage?: string };
  readonly existing: { readonly installation: LoadedInstallation };
}

/** Where the servers of a load run are. */
export type LoadEnvironment = {
  [Name in EnvironmentName]: { readonly environment: Name } & Choices[Name];
}[EnvironmentName];
