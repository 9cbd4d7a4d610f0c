import { afterAll, describe, expect, inject, test, type TestContext } from 'vitest';
import { targetLender } from '../broker/broker-client.ts';
import { declaredIn } from '../judgement/declared-checks.ts';
import { readBaseline } from '../judgement/baseline.ts';
import { isSelected } from '../judgement/selection.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { gateClosing } from '../contract/outcome.ts';
import { patience } from '../waiting/slowness.ts';
import { startPackageServer } from '../lanes/package-server.ts';
import { packagePath } from '../package-path.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { statementOf } from '../judgement/aspects.ts';
import {
  aspectOf,
  aspectsShownBy,
  checkKey,
  failableChecks,
  killedRequirement,
  killsOf,
  type DeclaredCheck,
} from './check-key.ts';
import { judgedByBaseline } from './judged-by-baseline.ts';
import { declaredKnown, takenForKnown } from './known-of-kfp.ts';
import { loadMutants } from './load-mutants.ts';
import { fillMatrix, unlikeControl, type Matrix } from './matrix.ts';
import type { Mutant } from './mutant.ts';
import { unfailedAspects } from './unfailed-aspects.ts';
import { prover, proveMutant, type ComparedAspects, type MutantResult } from './proof.ts';

declare module 'vitest' {
  interface TaskMeta {
    mutantResult?: MutantResult;
    matrix?: Matrix;
    /** Set by the test of the catalogue: the keys of all checks that can fail. */
    declaredChecks?: readonly string[];
    /** Set by the control of a scenario: the aspects that each of its checks compares. */
    comparedAspects?: readonly ComparedAspects[];
  }
}

const settings = inject('runSettings');
const catalogue = await loadRequirements();
const allScenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
const packages = await startPackageServer(settings.hostAddress);
const wanted = (id: string, scenario: Scenario): boolean => {
  const requirement = catalogue.get(id);
  return requirement !== undefined && isSelected(requirement, scenario, settings.selection, catalogue);
};
/** A parity check is selected only with another check of its scenario. */
const inSelection = ({ requirement, scenario }: DeclaredCheck): boolean =>
  wanted(requirement, scenario) && [...declaredIn(scenario)].some((id) => wanted(id, scenario));
/** Whether this session offers the capabilities of the scenario and is the one that must prove it. */
const provable = ({ scenario: { capabilities = [] } }: DeclaredCheck): boolean =>
  capabilities.every((capability) => settings.capabilities.includes(capability)) &&
  (settings.onlyRequiring === undefined ||
    capabilities.some((capability) => settings.onlyRequiring?.includes(capability)));
const everyCheck = failableChecks(allScenarios, catalogue);
const provableChecks = everyCheck.filter(provable);
const checks = provableChecks.filter(inSelection);
const scenarios = [...new Set(checks.map(({ scenario }) => scenario))];
const mutants = (await loadMutants()).filter(
  (mutant) =>
    (settings.everyMutant === true || mutant.long !== true) &&
    (killsOf(mutant, checks).length > 0 || killsOf(mutant, everyCheck).length === 0),
);
const baseline = await readBaseline(packagePath('reports/expected-failures/kfp-2.17.yaml'));
/** Ends the executions of a test that the user cancelled. */
const ended = new AbortController();
const context = {
  lender: targetLender(settings.brokerSocket),
  catalogue,
  packages,
  seed: settings.seed,
  signal: ended.signal,
  ...(settings.fullMatrix === true && { shadowing: mutants }),
};
const prove = prover(context);
const proved = new Map<Mutant, MutantResult>();

const provableKeys = new Set(
  checks.map(({ requirement, lane, scenario }) => checkKey(requirement, lane, scenario.name)),
);
/** The aspects of all checks, and whether their requirement is mandatory; those that failed under a mutant. */
const comparedAspects = new Map<string, boolean>();
const seenToFail = new Set<string>();

/** The share of all aspects, mandatory or not, that fail under a mutant. */
const failedShare = 0.98;

/** The largest share of a lane's checks that a mutant may fail; a mutant that fails more is not specific enough. */
const largestShare = 0.1;
/** The number of pairs in which the mutant changes nothing that are run all the same. */
const sampleSize = 24;
/** The time between two notes of the progress. */
const noteEveryMs = 10_000;
/** As for a scenario, a last resort: each pair has a limit of its own. */
const matrixTimeoutMs = patience(6 * 60 * 60_000);
afterAll(() => packages[Symbol.asyncDispose]());

const closing = (outcomes: readonly { outcome: string; requirement: string; message?: string }[]) =>
  outcomes
    .filter(({ outcome }) => gateClosing.has(outcome as never))
    .map(({ requirement, outcome, message }) => `${requirement} ${outcome}: ${message}`);

/** That the baseline takes no failure under the mutant for a known one, but for those that the mutant names. */
const requireBeyondKnown = ({ beyondKnown = {} }: Mutant, result: MutantResult): void => {
  const judged = judgedByBaseline(result, everyCheck, baseline.entries);
  expect(judged.length, 'the baseline lists checks that it fails').toBeGreaterThan(0);
  const taken = judged.filter(({ outcome }) => outcome !== 'failed').map(({ key }) => key);
  expect(taken.filter((key) => !(key in beyondKnown))).toEqual([]);
  const inSession = new Set(
    checks.map(({ requirement, lane, scenario }) => checkKey(requirement, lane, scenario.name)),
  );
  expect(Object.keys(beyondKnown).filter((key) => inSession.has(key) && !taken.includes(key))).toEqual([]);
  for (const { outcome, message } of judged)
    if (outcome === 'failed') expect(message).toMatch(/\(beyond what is known: ".*"\)$/s);
};

/** `npm test` does not skip these, but leaves them to `npm run test:long`, which runs them by `mutants --full`. */
const leftToLong = { tags: ['long'] };

describe('interception that changes nothing', () => {
  for (const scenario of scenarios)
    test.concurrent(`${scenario.name} passes in every lane`, async ({ task }) => {
      const probed = await prove.controls(scenario);
      const all = probed.map(({ check }) => check);
      task.meta.comparedAspects = probed.map(({ check: { requirement, lane }, aspects }) => ({
        key: checkKey(requirement, lane, scenario.name),
        mandatory: catalogue.get(requirement)?.level === 'MUST',
        aspects,
      }));
      expect(closing(all)).toEqual([]);
      expect(all.length).toBeGreaterThan(0);
      for (const { check, aspects } of probed) {
        const survival = check.outcome === 'passed' ? scenario.survival?.[check.requirement] : undefined;
        if (survival !== undefined) expect(aspects, 'the aspect of `survival` is compared').toContain(survival);
      }
      for (const { key, mandatory, aspects } of task.meta.comparedAspects)
        if (provableKeys.has(key))
          for (const name of aspects) comparedAspects.set(aspectOf(key, statementOf(name)), mandatory);
    });
});

describe('mutants', () => {
  for (const mutant of mutants)
    test.concurrent(`${mutant.name} is detected: ${mutant.defect}`, async ({ task }) => {
      const declared = killsOf(mutant, checks);
      const ids = new Set(mutant.kills.map(killedRequirement));
      expect(new Set(Object.keys(mutant.aspects)), 'each requirement that it kills has aspects').toEqual(ids);
      const result = await proveMutant(prove, mutant, declared);
      task.meta.mutantResult = result;
      proved.set(mutant, result);
      expect(result.missed).toEqual([]);
      expect(declared.length, 'a mutant declares at least one check').toBeGreaterThan(0);
      for (const aspect of result.killed.flatMap(aspectsShownBy)) seenToFail.add(aspect);
      expect(
        takenForKnown(result, checks, baseline.entries),
        'where the baseline of KFP takes failures under the mutant for known',
      ).toEqual(declaredKnown(mutant, checks, new Set(declared.map(({ scenario }) => scenario))));
      if (mutant.beyondKnown !== undefined) requireBeyondKnown(mutant, result);
    });
});

test('every check is declared by a mutant', ({ task }) => {
  const keys = checks.map(({ requirement, lane, scenario }) => checkKey(requirement, lane, scenario.name));
  task.meta.declaredChecks = keys;
  const killed = new Set(
    mutants
      .flatMap((mutant) => killsOf(mutant, checks).filter(({ lane }) => mutant.lanes?.includes(lane) ?? true))
      .map(({ requirement, lane, scenario }) => checkKey(requirement, lane, scenario.name)),
  );
  expect(keys.filter((key) => !killed.has(key))).toEqual([]);
});

// What needs a cluster has few mutants, because each runs a cluster of its own anew.
test.runIf(settings.everyMutant === true && settings.onlyRequiring === undefined)(
  'every aspect of a mandatory requirement fails under a mutant, or has a reason; of all, 98 % do',
  leftToLong,
  () => {
    const survived = [...comparedAspects.keys()].filter((aspect) => !seenToFail.has(aspect));
    expect(survived.filter((aspect) => comparedAspects.get(aspect) === true && !(aspect in unfailedAspects))).toEqual(
      [],
    );
    expect(
      Object.keys(unfailedAspects).filter((aspect) => seenToFail.has(aspect)),
      'what fails needs no reason',
    ).toEqual([]);
    expect(survived.length / comparedAspects.size).toBeLessThanOrEqual(1 - failedShare);
  },
);
/** vitest does not wait for a test that it cancels, but the leases of such a test must end. */
const untilCancelled = <Value>(
  { signal, onTestFinished }: Pick<TestContext, 'signal' | 'onTestFinished'>,
  action: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> => {
  signal.addEventListener('abort', () => ended.abort(signal.reason), { once: true });
  const acting = action(signal);
  onTestFinished(() => acting.then(() => {}).catch(() => {}));
  return acting;
};

describe.runIf(settings.fullMatrix)('matrix', leftToLong, () => {
  test('a mutant fails at most a tenth of the checks of a lane', { timeout: matrixTimeoutMs }, async (own) => {
    const { task, annotate } = own;
    let notedAt = -Infinity;
    const matrix = await untilCancelled(own, (signal) =>
      fillMatrix(prove, {
        mutants,
        checks,
        everyCheck: provableChecks,
        proved,
        signal,
        onPair: (done, all) => {
          if (done < all && performance.now() - notedAt < noteEveryMs) return;
          notedAt = performance.now();
          void annotate(`${done} of ${all} pairs`);
        },
      }),
    );
    task.meta.matrix = matrix;
    expect(matrix.rows.filter(({ share }) => share > largestShare)).toEqual([]);
  });

  test('where a mutant changes nothing, checks end as in the control', { timeout: matrixTimeoutMs }, async (own) => {
    const different = await untilCancelled(own, (signal) =>
      unlikeControl(prove, { mutants, checks, signal }, { count: sampleSize, seed: settings.seed }),
    );
    expect(different).toEqual([]);
  });
});
