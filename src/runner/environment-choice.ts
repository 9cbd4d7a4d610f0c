import type { InstallationOptions } from '../environments/existing/installation.ts';
import type { EnvironmentName, RunningEnvironment } from '../environments/environment.ts';
import type { RunningLocalEnvironment } from '../environments/local/running-local-environment.ts';
import type { TargetHost } from '../targets/target-host.ts';
import type { Target } from '../targets/target.ts';
import type { Waiting } from '../waiting/waiting.ts';

/** A target that the harness starts in an environment of its own. */
interface TargetChoice {
  /** `reference`, `binary:PATH` or `image:REF`; in kind also `manifests`. */
  readonly target: string;
  readonly manifests?: string;
}

/** The target runs as processes on loopback. */
export interface LocalChoice extends TargetChoice {
  readonly environment: 'local';
  readonly databaseUrl?: string;
  /** The environment outlives the command that started it: `env down` ends it. */
  readonly kept?: boolean;
}

/** The target runs as pods of a kind cluster. */
export interface KindChoice extends TargetChoice {
  readonly environment: 'kind';
  readonly nodeImage?: string;
  /** The cluster outlives the run. */
  readonly kept?: boolean;
  /** Identifies the objects that the run creates in a distribution deployed as shipped. */
  readonly run: Pick<InstallationOptions, 'runId' | 'prefixes'>;
}

/** The target is an existing installation. */
export interface ExistingChoice extends Omit<InstallationOptions, 'directory'> {
  readonly environment: 'existing';
  /** Scenarios that may disrupt it. */
  readonly allowed: readonly string[];
}

interface Choices {
  readonly local: LocalChoice;
  readonly kind: KindChoice;
  readonly existing: ExistingChoice;
}

interface Running {
  readonly local: RunningLocalEnvironment;
  readonly kind: RunningEnvironment;
  readonly existing: RunningEnvironment;
}

/** The environment of a run, with its target. */
export type RunEnvironment = Choices[EnvironmentName];

/** The choice of one environment. */
export type ChoiceOf<Name extends EnvironmentName> = { readonly environment: Name } & Choices[Name];

/** An environment with a host that starts targets in it. */
export interface HostEnvironment<Name extends EnvironmentName = EnvironmentName> {
  readonly environment: Running[Name];
  readonly target: Target;
  readonly host: TargetHost;
}

/** Starts one environment and registers its clean-up on the stack. */
export type OpenEnvironment<Name extends EnvironmentName> = (
  choice: Choices[Name],
  waiting: Waiting,
  stack: AsyncDisposableStack,
) => Promise<HostEnvironment<Name>>;
