import type { Collected } from '../../judgement/collected.ts';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { untoldEnds } from '../../judgement/untold-ends.ts';
import { gateClosing } from '../../contract/outcome.ts';
import type { Difference, ScenarioResult } from '../../contract/result.ts';
import type { ScenarioEvents } from '../scenario-events.ts';

/** A vitest reporter that collects the results in the meta of each test and reports every scenario that has ended. */
export class ResultCollector implements Reporter {
  readonly #events: ScenarioEvents;
  readonly #results: ScenarioResult[] = [];
  readonly #differences: Difference[] = [];
  readonly #broken: string[] = [];
  readonly #brokenScenarios = new Set<string>();
  readonly #interrupted: AbortSignal;
  readonly #lost: string[] = [];
  /** The ids of the tests whose result was taken. */
  readonly #taken = new Set<string>();

  /** Errors after `interrupted` has been aborted are caused by the interruption and are ignored. */
  constructor(events: ScenarioEvents, interrupted: AbortSignal) {
    this.#events = events;
    this.#interrupted = interrupted;
  }

  onTestCaseReady({ name }: TestCase): void {
    this.#events.started(name);
  }

  onTestCaseResult(test: TestCase): void {
    const { scenarioResult, differences, exchangesLost } = test.meta();
    const { state, errors } = test.result();
    // vitest reports the tests of a file again when it counts the whole file as skipped: after an interruption, and where
    // nothing of the file applies.
    if (this.#taken.has(test.id)) return;
    if (scenarioResult !== undefined || state === 'failed') this.#taken.add(test.id);
    if (scenarioResult === undefined) {
      // After an interruption the tests that did not run have no result either.
      if (this.#interrupted.aborted) return;
      if (state === 'failed') this.#break(test, `: ${errors?.[0]?.message ?? 'no message'}`);
      this.#events.ended(test.name, []);
      return;
    }
    const closes = scenarioResult.checks.some(({ outcome }) => gateClosing.has(outcome));
    // A failure after the environment failed says nothing about the target, but a pass does.
    if (closes && this.#interrupted.reason instanceof EnvironmentError) return;
    const untold = untoldEnds(scenarioResult);
    for (const how of untold) this.#break(test, ` ${how}`);
    if (untold.length === 0 && state === 'failed' && !closes && exchangesLost === undefined)
      this.#break(test, ` failed after its last check: ${errors?.[0]?.message ?? 'no message'}`);
    if (exchangesLost !== undefined) this.#lost.push(exchangesLost);
    this.#results.push(scenarioResult);
    this.#differences.push(...(differences ?? []));
    this.#events.ended(test.name, scenarioResult.checks);
  }

  onTestModuleEnd(module: TestModule): void {
    if (this.#interrupted.aborted) return;
    for (const error of module.errors()) this.#broken.push(`${module.relativeModuleId}: ${error.message}`);
  }

  collected(): Collected {
    const [lost] = this.#lost;
    const notKept =
      lost === undefined ? [] : [`the exchanges of ${this.#lost.length} scenarios could not be written: ${lost}`];
    return {
      results: this.#results,
      differences: this.#differences,
      broken: [...this.#broken, ...notKept],
      brokenScenarios: [...this.#brokenScenarios],
    };
  }

  #break({ name, fullName }: TestCase, how: string): void {
    this.#broken.push(`${fullName}${how}`);
    this.#brokenScenarios.add(name.replace(/ \[.*/, ''));
  }
}
