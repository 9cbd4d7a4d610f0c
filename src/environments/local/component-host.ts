import type { Command } from '../../processes/running-process.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** What a component is given to start in. */
export interface ComponentHost {
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly durability: Durability;
  freePort(): Promise<number>;
  spawn(name: string, command: Command): Promise<SupervisedProcess>;
}

/**
 * `relaxed`: neither etcd nor MariaDB waits for the disk; a crash of the machine may lose data that nobody wants then.
 * `full`: both wait, as in production, so that the storage modes can be compared with the disk's share in it.
 */
export type Durability = 'relaxed' | 'full';

/** Environment of a component: nothing of the harness's own, so that no setting of its user reaches it. */
export const bareEnvironment = (directory: string): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: directory,
  LC_ALL: 'C',
  TZ: 'UTC',
});

/**
 * The same of a program in Go, whose heap grows to five times what is in use before garbage is collected. That saves a
 * tenth of kube-apiserver's CPU, and its memory says nothing about production.
 */
export const goEnvironment = ({ directory }: ComponentHost): Readonly<Record<string, string>> => ({
  ...bareEnvironment(directory),
  GOGC: '400',
});
