import type { LaneName } from './lane-name.ts';
import type { NotApplicableReason, Outcome } from './outcome.ts';
import type { Profile } from './requirement.ts';

/** One request of a failed check, with ids, times and ports replaced by stable names. */
export interface NormalisedExchange {
  readonly surface: 'rest' | 'kubernetes';
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly requestBody: string;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly responseBody: string;
}

/** One requirement decided in one lane of one scenario. */
export interface CheckResult {
  readonly requirement: string;
  readonly lane: LaneName;
  readonly scenario: string;
  /** What it counts for; known once it is reported. */
  readonly profile?: Profile;
  readonly outcome: Outcome;
  readonly reason?: NotApplicableReason;
  /** What was asserted, or why it is blocked, in error, or a known failure. */
  readonly message?: string;
  /** JSON, or text where that says more. */
  readonly expected?: string;
  readonly observed?: string;
  /** Of a known failure: why it fails, as the baseline says. */
  readonly baselineReason?: string;
  /** Identifies a failure over runs: assertion and normalised observation, no ids or times. */
  readonly fingerprint?: string;
  /** The exchanges the check rests on, in order. */
  readonly exchanges?: readonly NormalisedExchange[];
  /** A shell script that shows the failure, line by line. */
  readonly reproduction?: readonly string[];
}

/** A scenario in one lane, run. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly lane: LaneName;
  readonly checks: readonly CheckResult[];
  /** Normalised observations by label. */
  readonly observations: Readonly<Record<string, unknown>>;
  /** Why it was not run at all. */
  readonly notApplicable?: NotApplicableReason;
  /** Why it ended before its end, also when every check had been decided by then. */
  readonly aborted?: string;
  readonly durationMs: number;
  readonly requests: number;
}

/** Two lanes that observed different things under one label of a scenario. */
export interface Difference {
  readonly scenario: string;
  readonly requirement: string;
  readonly label: string;
  readonly base: LaneName;
  readonly lane: LaneName;
  readonly baseValue: string;
  readonly laneValue: string;
  /** The documented reason why they may differ, where there is one. */
  readonly allowed?: string;
}
