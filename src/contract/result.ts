import type { Deviations } from './aspect.ts';
import type { Detection } from './detection.ts';
import type { LaneName } from './lane-name.ts';
import type { NotApplicableReason, Outcome } from './outcome.ts';
import type { Profile } from './requirement.ts';

/** One exchange of a failed check, with ids, times and ports replaced by stable names. */
export interface NormalisedExchange {
  readonly surface: 'rest' | 'kubernetes';
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly requestBody: string;
  /** 0 if there was no answer. */
  readonly status: number;
  readonly responseBody: string;
}

/** One requirement decided in one lane of one scenario. */
export interface CheckResult {
  readonly requirement: string;
  readonly lane: LaneName;
  readonly scenario: string;
  /** The profile for which it counts; set when it is reported. */
  readonly profile?: Profile;
  readonly outcome: Outcome;
  readonly reason?: NotApplicableReason;
  /** What a check that holds can show about an intermittent failure that it looked for in rounds. */
  readonly detects?: Detection;
  /** The assertion, or the reason why the check is blocked, in error, or a known failure. */
  readonly message?: string;
  /** JSON, or text where that is clearer. */
  readonly expected?: string;
  readonly observed?: string;
  /** The reason of a known failure, from the baseline. */
  readonly baselineReason?: string;
  /** The runs in which it failed before, of those that were counted: the baseline lists it as failing in some only. */
  readonly intermittent?: { readonly failed: number; readonly runs: number };
  /** The aspects that deviate, without what differs between two runs: by them a failure is recognised in another run. */
  readonly deviations?: Deviations;
  /** The check of the same scenario that failed, so that this one could not be decided. */
  readonly blockedBy?: { readonly requirement: string; readonly lane: LaneName };
  /** The exchanges on which the check is based, in order. */
  readonly exchanges?: readonly NormalisedExchange[];
  /** The lines of a shell script that reproduces the failure. */
  readonly reproduction?: readonly string[];
}

/**
 * A value that a scenario observed in a lane, normalised to plain data with ordered keys. Without `value`, the target
 * gave no answer from which it could be taken.
 */
export interface Observation {
  readonly value?: unknown;
}

/** The result of one scenario in one lane. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly lane: LaneName;
  readonly checks: readonly CheckResult[];
  /** By label. */
  readonly observations: Readonly<Record<string, Observation>>;
  /** The reason why it was not run. */
  readonly notApplicable?: { readonly reason: NotApplicableReason; readonly message: string };
  /** The reason why it ended early, even if every check had been decided by then. */
  readonly aborted?: string;
  /** The outcome of what was not decided because it ended early: an `error` says nothing about the target. */
  readonly abortedAs?: 'blocked' | 'error';
  /** The ends and restarts of its target's processes that it had not asked for, or why they cannot be seen. */
  readonly unasked?: string;
  /** By the requirements whose checks looked whether the processes survived: the aspect that fails where they did not. */
  readonly survival?: Readonly<Record<string, string>>;
  readonly durationMs: number;
  readonly requests: number;
}

/** Two lanes with different observations under one label of a scenario. */
export interface Difference {
  readonly scenario: string;
  readonly requirement: string;
  readonly label: string;
  readonly base: LaneName;
  readonly lane: LaneName;
  readonly baseValue: string;
  readonly laneValue: string;
  /** The documented reason why they may differ, if any. */
  readonly allowed?: string;
}
