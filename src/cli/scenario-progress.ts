import { gateClosing, type Outcome } from '../contract/outcome.ts';
import { worstOf } from '../judgement/check-list.ts';
import type { ScenarioEvents } from '../runner/scenario-events.ts';
import type { Progress } from '../waiting/progress.ts';
import { workProgress } from './work-progress.ts';

/** What is counted while scenarios run. */
export interface ScenarioCount {
  /** The number of scenarios, each counted once in every lane. */
  readonly total: number;
  /** Whether a baseline says which failures are known. */
  readonly hasBaseline: boolean;
}

/** A scenario counts as its worst check does. */
const kinds: Readonly<Record<Outcome, 'passed' | 'known' | 'new' | 'stale' | 'in error' | undefined>> = {
  passed: 'passed',
  'known-failure': 'known',
  failed: 'new',
  blocked: 'new',
  'stale-baseline': 'stale',
  error: 'in error',
  recorded: undefined,
  'not-applicable': undefined,
};

/**
 * Shows how far the scenarios of a run have come, and a line for each check that makes the gate fail. Without a baseline
 * no failure is known, and none is called new.
 */
export const scenarioProgress = (
  progress: Progress,
  { total, hasBaseline }: ScenarioCount,
): ScenarioEvents & Disposable => {
  const decided = new Map<string, { readonly outcome: Outcome }[]>();
  const counts = (): readonly string[] => {
    const found = [...decided.values()].map((checks) => kinds[worstOf(checks)]);
    const count = (kind: string) => found.filter((one) => one === kind).length;
    const rare = (['stale', 'in error'] as const).filter((kind) => count(kind) > 0);
    return [
      `${count('passed')} passed`,
      ...(hasBaseline ? [`${count('known')} known`, `${count('new')} new`] : [`${count('new')} failed`]),
      ...rare.map((kind) => `${count(kind)} ${kind}`),
    ];
  };
  const work = workProgress(progress, { noun: 'scenarios', total: () => total, counts });
  const isLane = (title: string): boolean => / \[.*\/.*\]$/.test(title);
  return {
    started: (title) => {
      if (isLane(title)) work.started(title);
    },
    ended: (title, checks) => {
      for (const { scenario, lane, outcome, requirement } of checks) {
        const own = `${scenario} [${lane}]`;
        decided.set(own, [...(decided.get(own) ?? []), { outcome }]);
        if (gateClosing.has(outcome)) progress.line(`${outcome} ${requirement} in ${lane} (${scenario})`);
      }
      if (isLane(title)) work.ended(title);
    },
    [Symbol.dispose]: () => work[Symbol.dispose](),
  };
};
