import type { Command } from '../environment.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** What a component is given to start in. */
export interface ComponentHost {
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly durability: Durability;
  readonly memory: Memory;
  freePort(): Promise<number>;
  spawn(name: string, command: Command): Promise<SupervisedProcess>;
}

/**
 * `relaxed`: neither etcd nor MariaDB waits for the disk; a crash of the machine may lose data that nobody wants then.
 * `full`: both wait, as in production, so that the storage modes can be compared with the disk's share in it.
 */
export type Durability = 'relaxed' | 'full';

/**
 * `spent`: the heaps of etcd and Kubernetes' programs grow to five times what is in use before garbage is collected,
 * which saves an eighth of kube-apiserver's CPU. `default`: as in production, so that their memory can be measured.
 */
export type Memory = 'spent' | 'default';

/** Environment of a component: nothing of the harness's own, so that no setting of its user reaches it. */
export const bareEnvironment = (directory: string): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: directory,
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** The same of a program in Go. */
export const goEnvironment = ({ directory, memory }: ComponentHost): Readonly<Record<string, string>> => ({
  ...bareEnvironment(directory),
  ...(memory === 'spent' && { GOGC: '400' }),
});
