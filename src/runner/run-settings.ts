import type { Selection } from '../judgement/selection.ts';
import type { BaselineEntry } from '../judgement/baseline.ts';
import type { Capability } from '../contract/capability.ts';
import type { Run } from './open-run.ts';

/** What a worker is told of the run, as data. */
export interface RunSettings {
  readonly brokerSocket: string;
  /** The address of this machine at which targets reach its servers. */
  readonly hostAddress: string;
  readonly seed: number;
  readonly selection: Selection;
  readonly baseline: readonly BaselineEntry[];
  /** What the environment's targets have. */
  readonly capabilities: readonly Capability[];
  /**
   * Tests of this project: what only this environment has, where everything else is decided in another as well. Mutants
   * run only against scenarios that need one of these, and most other scenarios are tagged `long`. Absent: everything.
   */
  readonly onlyRequiring?: readonly Capability[];
  /** Mutants: run each against every scenario, not only where it declares kills. */
  readonly fullMatrix?: boolean;
  /** Raw exchanges are written here, a file for each scenario and lane; absent: nowhere. */
  readonly exchangesDirectory?: string;
}

/** How the workers reach the servers of a run, with what they run there. */
export const settingsFor = (
  { broker, environment, host }: Pick<Run, 'broker' | 'environment' | 'host'>,
  settings: Omit<RunSettings, 'brokerSocket' | 'hostAddress' | 'capabilities'>,
): RunSettings => ({
  brokerSocket: broker.socketPath,
  hostAddress: environment.hostAddress,
  capabilities: [...host.capabilities],
  ...settings,
});

declare module 'vitest' {
  interface ProvidedContext {
    runSettings: RunSettings;
  }
}
