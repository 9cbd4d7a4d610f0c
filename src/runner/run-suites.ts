import type { Collected } from '../judgement/collected.ts';
import type { RunSettings } from './run-settings.ts';
import type { ScenarioEvents } from './scenario-events.ts';
import { ResultCollector } from './vitest/result-collector.ts';
import { runProject } from './vitest/run-project.ts';

/** Runs the conformance suites in vitest. Aborting ends it early and returns the results so far. */
export const runSuites = async (
  settings: RunSettings,
  events: ScenarioEvents,
  signal: AbortSignal,
): Promise<Collected> => {
  const collector = new ResultCollector(events, signal);
  const unhandled = await runProject('conformance', settings, collector, signal);
  const collected = collector.collected();
  return { ...collected, broken: [...collected.broken, ...unhandled] };
};
