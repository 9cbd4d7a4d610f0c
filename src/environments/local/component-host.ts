import type { Command } from '../../processes/running-process.ts';
import type { LocalSettings } from './local-settings.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** The directory, ports and processes with which a component is started. */
export interface ComponentHost {
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly settings: LocalSettings;
  freePort(): Promise<number>;
  spawn(name: string, command: Command): Promise<SupervisedProcess>;
}

/** The environment variables of a component. None are inherited, so the user's settings do not affect it. */
export const bareEnvironment = (directory: string): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: directory,
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** The environment variables of a Go program. */
export const goEnvironment = ({ directory, settings }: ComponentHost): Readonly<Record<string, string>> => ({
  ...bareEnvironment(directory),
  GOGC: String(settings.gogc),
});
