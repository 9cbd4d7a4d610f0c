import { describe, inject, test } from 'vitest';
import type { Exchange } from '../../contract/exchange.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { targetLender } from '../../broker/broker-client.ts';
import { NotOfferedError } from '../../broker/not-offered.ts';
import { targetRequestFor } from '../../broker/target-request.ts';
import type { LaneName } from '../../contract/lane-name.ts';
import { loadRequirements } from '../../contract/load-requirements.ts';
import { gateClosing } from '../../contract/outcome.ts';
import { namesFor } from '../../contract/names.ts';
import { startPackageServer } from '../../lanes/package-server.ts';
import type { CheckResult, Difference, ScenarioResult } from '../../contract/result.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { adaptSuites } from '../../scenarios/suite.ts';
import { compareLanes } from '../../judgement/compare-lanes.ts';
import { executeScenario, type ExecutedScenario } from '../execute-scenario.ts';
import { keepExchanges } from '../keep-exchanges.ts';
import { reportedChecks, reportedComparison } from '../../judgement/reported-checks.ts';
import { untoldEnds } from '../../judgement/untold-ends.ts';
import { selectedLanes } from '../../judgement/selection.ts';
import { notApplied } from '../without-run.ts';
import { tooManyWrites } from '../undeclared-writes.ts';
import { patience } from '../../waiting/slowness.ts';
import { withoutTarget } from '../without-target.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** The result of the test, for the reporter. */
    scenarioResult?: ScenarioResult;
    differences?: readonly Difference[];
    /** The reason why its exchanges were not written. */
    exchangesLost?: string;
  }
}

const settings = inject('runSettings');
const catalogue = await loadRequirements();
const lender = targetLender(settings.brokerSocket);
const packages = await startPackageServer(settings.hostAddress);

const keep = async (scenario: string, lane: LaneName, exchanges: readonly Exchange[]): Promise<void> => {
  if (settings.exchangesDirectory === undefined) return;
  await keepExchanges(settings.exchangesDirectory, scenario, lane, exchanges);
};

const assertGate = (checks: readonly CheckResult[]): void => {
  const closing = checks.filter(({ outcome }) => gateClosing.has(outcome));
  if (closing.length === 0) return;
  const lines = closing.map(({ requirement, outcome, message = '' }) => `${requirement} ${outcome}: ${message}`);
  throw new Error(lines.join('\n'));
};

/**
 * A test waits for its target before it runs, and on a throttled target the races run in turn. The scenario itself has
 * a deadline of its own.
 */
const timeout = patience((settings.thorough === true ? 6 * 60 : 30) * 60_000);

/** Whether `npm test` runs it in another environment: true unless it is the first of its suite or needs a capability. */
const isDecidedElsewhere = (scenario: Scenario, index: number): boolean =>
  settings.onlyRequiring !== undefined && index > 0 && scenario.capabilities === undefined;

const testsOf = (scenario: Scenario, lanes: readonly LaneName[], tags: string[]): void => {
  const started = new Map<LaneName, PromiseWithResolvers<ScenarioResult>>(
    lanes.map((lane) => [lane, Promise.withResolvers()]),
  );
  for (const deferred of started.values()) deferred.promise.catch(() => {});
  for (const lane of lanes)
    test.concurrent(`${scenario.name} [${lane}]`, { tags, timeout }, async ({ task, signal, skip, onTestFinished }) => {
      const request = targetRequestFor(scenario, lane);
      const run = async (): Promise<ExecutedScenario> => {
        try {
          return await lender.withTarget(
            request,
            namesFor(settings.seed, scenario.name, lane, '').prefix,
            (target, lentNamespaces) =>
              executeScenario({
                scenario,
                lane,
                catalogue,
                target,
                ...(settings.release !== undefined && { release: settings.release }),
                ...(lentNamespaces !== undefined && { lentNamespaces }),
                packages,
                seed: settings.seed,
                salt: '',
                clientIdentity: lender.clientIdentity,
                signal,
                ...(settings.thorough === true && { thorough: true }),
                ...(settings.fewRounds === true && { fewRounds: true }),
              }),
            signal,
          );
        } catch (failure) {
          if (failure instanceof NotOfferedError)
            return {
              result: notApplied({ scenario, lane, catalogue }, failure.reason, failure.message),
              exchanges: [],
              aspects: new Map(),
            };
          if (signal.aborted || !(failure instanceof EnvironmentError)) throw failure;
          return { result: withoutTarget(scenario, lane, catalogue, failure), exchanges: [], aspects: new Map() };
        }
      };
      const decide = async (): Promise<void> => {
        const { result, exchanges, rounds } = await run();
        started.get(lane)?.resolve(result);
        const checks = reportedChecks(scenario, result.checks, catalogue, settings);
        task.meta.scenarioResult = { ...result, checks };
        await keep(scenario.name, lane, exchanges).catch((failure: unknown) => {
          task.meta.exchangesLost = failure instanceof Error ? failure.message : String(failure);
          throw failure;
        });
        assertGate(checks);
        const undeclared = settings.selfCheck ? tooManyWrites(scenario, exchanges, rounds) : undefined;
        if (undeclared !== undefined) throw new Error(undeclared);
        const untold = untoldEnds(task.meta.scenarioResult);
        if (untold.length > 0) throw new Error(`the scenario ${untold.join('; it ')}`);
      };
      const decided = decide();
      decided.catch((failure: unknown) => started.get(lane)?.reject(failure));
      // vitest does not wait for a test that it cancels, but the decided checks of that test count.
      onTestFinished(() => decided.catch(() => {}));
      await decided;
      const { notApplicable } = task.meta.scenarioResult ?? {};
      // A scenario that does not apply must not count as passed.
      if (notApplicable !== undefined) skip(`not applicable: ${notApplicable.reason}`);
    });
  const [firstLane] = lanes;
  if (firstLane !== undefined && lanes.length > 1)
    test.concurrent(`${scenario.name} [parity]`, { tags, timeout }, async ({ task, signal }) => {
      // An interrupted lane has not observed everything, and the result of one that was not started never arrives.
      if (signal.aborted) return;
      const results = await Promise.all([...started.values()].map(({ promise }) => promise));
      if (signal.aborted) return;
      const { checks, differences } = compareLanes(scenario, results, catalogue);
      const kept = reportedComparison(scenario, results, checks, catalogue, settings);
      task.meta.differences = differences;
      task.meta.scenarioResult = {
        scenario: scenario.name,
        lane: firstLane,
        checks: kept,
        observations: {},
        durationMs: 0,
        requests: 0,
      };
      assertGate(kept);
    });
};

adaptSuites((suite) => {
  describe(suite.title, () => {
    const selected = suite.scenarios
      .map((scenario, index) => ({
        scenario,
        lanes: selectedLanes(scenario, settings.selection, catalogue),
        tags: isDecidedElsewhere(scenario, index) ? ['long'] : [],
      }))
      .filter(({ lanes }) => lanes.length > 0);
    for (const { scenario, lanes, tags } of selected) testsOf(scenario, lanes, tags);
    // vitest reports a file without tests as an error, but filters may exclude all tests of a file.
    if (selected.length === 0) test.skip('no scenario of this suite is selected', () => {});
  });
});
