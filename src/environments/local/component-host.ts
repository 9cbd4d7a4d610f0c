import type { Command } from '../../processes/running-process.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** The directory, ports and processes with which a component is started. */
export interface ComponentHost {
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly durability: Durability;
  freePort(): Promise<number>;
  spawn(name: string, command: Command): Promise<SupervisedProcess>;
}

/**
 * `relaxed`: etcd and MariaDB do not wait for the disk; a crash of the machine may lose data, which does not matter here.
 * `full`: both wait, as in production, so that a comparison of the storage modes includes the cost of disk writes.
 */
export type Durability = 'relaxed' | 'full';

/** The environment variables of a component. None are inherited, so the user's settings do not affect it. */
export const bareEnvironment = (directory: string): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: directory,
  LC_ALL: 'C',
  TZ: 'UTC',
});

/**
 * The environment variables of a Go program, whose heap grows to five times the live data before garbage collection. That
 * saves a tenth of kube-apiserver's CPU time. Its memory use is therefore not comparable with production.
 */
export const goEnvironment = ({ directory }: ComponentHost): Readonly<Record<string, string>> => ({
  ...bareEnvironment(directory),
  GOGC: '400',
});
