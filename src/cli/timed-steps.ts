import type { Report } from '../judgement/schema.ts';

/** Measures the duration of each step of a run, for its report. */
export interface TimedSteps {
  readonly steps: Report['run']['steps'];
  time<Value>(name: string, action: () => Promise<Value>): Promise<Value>;
}

export const timedSteps = (): TimedSteps => {
  const steps: Report['run']['steps'] = [];
  return {
    steps,
    time: async (name, action) => {
      const from = performance.now();
      try {
        return await action();
      } finally {
        steps.push({ name, seconds: Math.round(performance.now() - from) / 1000 });
      }
    },
  };
};
