import type { Selection } from '../judgement/selection.ts';
import type { BaselineEntry } from '../judgement/baseline.ts';
import type { Capability } from '../contract/capability.ts';
import type { Run } from './open-run.ts';

/** The settings of a run that its workers receive, as data. */
export interface RunSettings {
  readonly brokerSocket: string;
  /** The address at which targets reach servers on this machine. */
  readonly hostAddress: string;
  readonly seed: number;
  readonly selection: Selection;
  /** The release of the target; requirements that are not in force in it do not apply. Absent: unknown. */
  readonly release?: string;
  readonly baseline: readonly BaselineEntry[];
  /** The capabilities of the environment's targets. */
  readonly capabilities: readonly Capability[];
  /**
   * For tests of this project: the capabilities that only this environment has. Mutants run only against scenarios that need
   * one of them, and most other scenarios are tagged `long`, since another environment decides them too. Absent: no limit.
   */
  readonly onlyRequiring?: readonly Capability[];
  /** The target is the reference: a scenario that makes more REST writes than it declares is an error. */
  readonly selfCheck: boolean;
  /** Runs those mutants as well that are not needed for any check. */
  readonly everyMutant?: boolean;
  /** Runs each mutant against every scenario, not only against those where it declares kills. */
  readonly fullMatrix?: boolean;
  /**
   * For tests of this project: a few rounds only, because mutants show what more of them see, and a run of the reference
   * makes them all.
   */
  readonly fewRounds?: boolean;
  /** Looks for rarer intermittent failures than usual. */
  readonly thorough?: boolean;
  /** The directory for raw exchanges, one file for each scenario and lane; absent: they are not written. */
  readonly exchangesDirectory?: string;
}

/** The settings for the workers of a run. */
export const settingsFor = (
  { broker, environment, host, target }: Pick<Run, 'broker' | 'environment' | 'host' | 'target'>,
  settings: Omit<RunSettings, 'brokerSocket' | 'hostAddress' | 'capabilities' | 'selfCheck'>,
): RunSettings => ({
  brokerSocket: broker.socketPath,
  hostAddress: environment.hostAddress,
  capabilities: [...host.capabilities],
  selfCheck: target.kind === 'reference',
  ...settings,
});

declare module 'vitest' {
  interface ProvidedContext {
    runSettings: RunSettings;
  }
}
