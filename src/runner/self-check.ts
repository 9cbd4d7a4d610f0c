import type { Capability } from '../contract/capability.ts';
import type { OwnEnvironmentName } from '../environments/environment.ts';
import { wholeSelection } from '../judgement/selection.ts';
import type { RunEnvironment } from './environment-choice.ts';
import type { Run } from './open-run.ts';
import { settingsFor, type RunSettings } from './run-settings.ts';

/** The capability that needs a cluster: all other checks are proven on loopback, which takes a tenth of the time. */
const clusterOnly: readonly Capability[] = ['cluster'];

/** The environment of a self-check: the reference implementation on loopback or in a cluster. */
export const selfCheckEnvironment = (environment: OwnEnvironmentName): RunEnvironment =>
  environment === 'local'
    ? { environment, target: 'reference' }
    : { environment, target: 'reference', run: { runId: 'self-check', prefixes: [] } };

/** The settings of a self-check, with a constant seed so that names are the same in every run. */
export const selfCheckSettings = (run: Run): RunSettings =>
  settingsFor(run, {
    seed: 1,
    selection: wholeSelection,
    baseline: [],
    fewRounds: true,
    ...(run.environment.name === 'kind' && { onlyRequiring: clusterOnly }),
  });
