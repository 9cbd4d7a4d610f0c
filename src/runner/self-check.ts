import type { Capability } from '../contract/capability.ts';
import type { OwnEnvironmentName } from '../environments/environment.ts';
import { wholeSelection } from '../judgement/selection.ts';
import type { RunEnvironment } from './environment-choice.ts';
import type { Run } from './open-run.ts';
import { settingsFor, type RunSettings } from './run-settings.ts';

/** What only a cluster has: every other check is seen failing without one, where that takes a tenth of the time. */
const beyondLocal: readonly Capability[] = ['cluster'];

/** Where the harness checks itself: the reference implementation on loopback, or in a cluster. */
export const selfCheckEnvironment = (environment: OwnEnvironmentName): RunEnvironment =>
  environment === 'local'
    ? { environment, target: 'reference' }
    : { environment, target: 'reference', run: { runId: 'self-check', prefixes: [] } };

/** Everything that this environment alone has to check, with names that are the same in every run. */
export const selfCheckSettings = (run: Run): RunSettings =>
  settingsFor(run, {
    seed: 1,
    selection: wholeSelection,
    baseline: [],
    ...(run.environment.name === 'kind' && { onlyRequiring: beyondLocal }),
  });
