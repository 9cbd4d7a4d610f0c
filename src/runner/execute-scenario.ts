import { EnvironmentError } from '../failures/environment-error.ts';
import type { Exchange, Interceptor } from '../contract/exchange.ts';
import { runLabel } from '../cluster/own-labels.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';
import { multiUserClients, singleUserClients, type ScenarioClients } from '../access/scenario-clients.ts';
import type { People, PeopleOptions } from '../access/people.ts';
import { redactExchange } from '../clients/redact-exchange.ts';
import { secretRegistry } from '../text/secrets.ts';
import type { TokenHolder } from '../clients/token-holder.ts';
import type { KubernetesClient, WatchInterceptor } from '../clients/kubernetes.ts';
import { kubernetesSurface } from '../lanes/crd.ts';
import type { LaneName } from '../contract/lane-name.ts';
import type { Lane } from '../lanes/lane.ts';
import { laneOf } from '../lanes/lanes.ts';
import { restSurface, transferTo } from '../lanes/rest.ts';
import type { ScenarioContext } from '../scenarios/context.ts';
import { roundsOf, type Rounds } from '../scenarios/rounds.ts';
import { namesFor } from '../contract/names.ts';
import { requestsFor, type PackageServer } from '../lanes/package-server.ts';
import type { ScenarioResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { untapped, type SourceTaps } from '../targets/source-taps.ts';
import type { LentTarget, StartedTarget } from '../targets/started-target.ts';
import { variants } from '../contract/variant.ts';
import { BlockedError, isFinding, messageOf } from '../judgement/check-error.ts';
import { knownFeatures, requireKnownRate, withKnownRate } from './assumptions.ts';
import { checkLedger } from './check-ledger.ts';
import { checksIn, declaredIn, type Catalogue } from '../judgement/declared-checks.ts';
import { restrictToDeclared, requireDeclaredCapability } from './declared-capabilities.ts';
import { normaliser } from '../judgement/normaliser.ts';
import { withoutRun } from './without-run.ts';
import { observationLog } from './observation-log.ts';
import { preconditions } from './precondition.ts';
import { requestGate } from './request-gate.ts';
import { deadlineFor, limitsOf, type ScenarioLimits } from './scenario-limits.ts';

/** An order of a scenario to replace processes of its target: all of them, or those of one replica. */
export interface Order {
  readonly call: 'restart' | 'rollOut';
  readonly replica?: number;
}

/**
 * The changes that an active mutant makes: on the wire, in the orders to those who run the target, and in what the
 * instruments of the harness read. None replaces what the harness found out, since a check would then fail whether it can
 * see anything or not.
 */
export interface Interception {
  readonly intercept?: Interceptor;
  readonly interceptWatch?: WatchInterceptor;
  /** Carries out an order, or does not; resolves when the scenario is told that it has been carried out. */
  readonly interceptOrder?: (order: Order, carryOut: () => Promise<void>) => Promise<void>;
  readonly taps?: SourceTaps;
}

export interface Execution {
  readonly scenario: Scenario;
  readonly lane: LaneName;
  readonly catalogue: Catalogue;
  readonly target: LentTarget;
  /** The release of the target; absent: unknown. */
  readonly release?: string;
  /** On a multi-user target: namespaces to use instead of creating new ones. */
  readonly lentNamespaces?: readonly string[];
  readonly packages: PackageServer;
  /** Equal seeds produce equal names. */
  readonly seed: number;
  /** Distinguishes two executions of one scenario in one lane; `''` in an ordinary run. */
  readonly salt: string;
  readonly interception?: Interception;
  /** Rounds that look for rarer failures than usual. */
  readonly thorough?: boolean;
  /** Only a few rounds, where the scenario is run to see that it passes. */
  readonly fewRounds?: boolean;
  /** Issues client certificates, in multi-user mode. */
  readonly clientIdentity: PeopleOptions['clientIdentity'];
  readonly signal: AbortSignal;
  /** Default: those of the scenario on this target. */
  readonly limits?: ScenarioLimits;
}

/** A scenario's result and every exchange behind it. */
export interface ExecutedScenario {
  readonly result: ScenarioResult;
  readonly exchanges: readonly Exchange[];
  /** The names of the aspects that each check compared, by requirement. */
  readonly aspects: ReadonlyMap<string, readonly string[]>;
  /** The number of its rounds, if it was run and has rounds. */
  readonly rounds?: number;
}

/** Whether the user cancelled the run, which says nothing about the target. A time-out of the test also aborts the signal. */
const isCancelled = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && reason instanceof Error && reason.name === 'TestRunAbortError';

/**
 * The ends and restarts of a target's processes that its scenario did not ask for, or why they cannot be seen: no other
 * scenario is told of them. Undefined if there were none.
 */
const unaskedOf = async (target: StartedTarget): Promise<string | undefined> => {
  try {
    const unasked = await target.unaskedRestarts();
    if (unasked.length > 0) return unasked.join('; ');
    return (await target.process()).running ? undefined : 'its target died';
  } catch (cause) {
    return `whether its target was restarted cannot be seen: ${messageOf(cause)}`;
  }
};

/** The target as a scenario sees it, with a mutant between them. */
const intercepted = (lent: LentTarget, { taps, interceptOrder }: Interception): StartedTarget => {
  const target = taps === undefined ? lent : lent.through(taps);
  if (interceptOrder === undefined) return target;
  return {
    ...target,
    restart: (replica) =>
      interceptOrder({ call: 'restart', ...(replica !== undefined && { replica }) }, () => target.restart(replica)),
    rollOut: () => interceptOrder({ call: 'rollOut' }, () => target.rollOut()),
  };
};

/** Runs a scenario in a lane against its leased target and decides every check that it declares there. */
export const executeScenario = async (execution: Execution): Promise<ExecutedScenario> => {
  const skipped = withoutRun(execution, execution.target);
  if (skipped !== undefined) return { result: skipped, exchanges: [], aspects: new Map() };
  const { scenario, lane, catalogue, seed, salt, interception = {}, signal } = execution;
  const names = namesFor(seed, scenario.name, lane, salt);
  const multiUser = variants[execution.target.variant].tenancy === 'multi-user';
  const { lentNamespaces } = execution;
  const namespace = multiUser ? (lentNamespaces?.[0] ?? `ns-${names.prefix}`) : execution.target.namespace;
  const visible = restrictToDeclared({ ...intercepted(execution.target, interception), namespace }, scenario);
  const target = withKnownRate(visible);
  const requireCapability = requireDeclaredCapability(scenario, lane);
  const { packages: tapPackages = untapped } = interception.taps ?? {};
  const packages: PackageServer = {
    ...execution.packages,
    serve: (content) => execution.packages.serve(content, names.prefix),
    requests: (url) => requestsFor(url, tapPackages(execution.packages.requestLines())),
  };
  const secrets = secretRegistry();
  for (const [name, value] of Object.entries(restAccessOf(target).secrets)) secrets.add(value, name);
  const run = target.ownLabels[runLabel];
  const tokens = new Map<string, TokenHolder>();
  const freshNormaliser = () =>
    normaliser(
      names.prefix,
      {
        [namespace]: 'NAMESPACE',
        ...(run !== undefined && { [run]: 'RUN' }),
        ...(multiUser && {
          [target.sharedNamespace]: 'SHARED-NAMESPACE',
          [target.systemNamespace]: 'SYSTEM-NAMESPACE',
        }),
      },
      secrets.redact,
    );
  const normal = freshNormaliser();
  const exchanges: Exchange[] = [];
  // Aborts the pending requests of a finished scenario, so that its target can be lent to the next one.
  const finished = new AbortController();
  const gate = requestGate(finished.signal);
  const { writesPerRound } = scenario;
  const { thorough = false, fewRounds: few = false } = execution;
  const { writesPerSecond } = execution.target;
  const rounds =
    writesPerRound === undefined ? undefined : roundsOf({ writesPerRound, writesPerSecond, thorough, few });
  const { requestMs, scenarioMs } = execution.limits ?? limitsOf(scenario, execution.target, rounds?.count);
  const session = {
    record: (exchange: Exchange) => void exchanges.push(redactExchange(exchange, secrets)),
    timeoutMs: requestMs,
    pass: gate.pass,
    signal: finished.signal,
    ...(interception.intercept !== undefined && { intercept: interception.intercept }),
    ...(interception.interceptWatch !== undefined && { interceptWatch: interception.interceptWatch }),
  };
  const openClients = (): Promise<ScenarioClients> | ScenarioClients =>
    (multiUser ? multiUserClients : singleUserClients)({
      target,
      namespace,
      names,
      session,
      clientIdentity: execution.clientIdentity,
      ...(lentNamespaces !== undefined && { lentNamespaces }),
      namespaceCount: scenario.namespaces ?? 1,
      lane,
      requireCapability,
      secrets,
      secret: (value, name, holder) => {
        secrets.add(value, name);
        tokens.set(name, holder);
      },
    });
  const ledger = checkLedger({
    scenario: scenario.name,
    lane,
    declared: checksIn(scenario, lane, catalogue),
    declaredAnywhere: declaredIn(scenario),
    catalogue,
    target,
    ...(execution.release !== undefined && { release: execution.release }),
    packages,
    freshNormaliser,
    exchanges,
    tokens,
  });
  const { observe, observations } = observationLog(scenario, lane, freshNormaliser());
  const laneWith = (clients: ScenarioClients): Lane => {
    const rest = restSurface(clients.kfp, packages, transferTo(target.features));
    return clients.kubernetes === undefined
      ? laneOf({ name: clients.lane, rest })
      : laneOf({ name: clients.lane, rest, kubernetes: kubernetesSurface(clients.kubernetes) });
  };
  const contextWith = (clients: ScenarioClients): ScenarioContext => ({
    lane: laneWith(clients),
    check: ledger.check,
    record: ledger.record,
    get rounds(): Rounds {
      if (rounds === undefined) throw new Error(`${scenario.name} asks for rounds and declares no writesPerRound`);
      requireKnownRate(target);
      return rounds;
    },
    observe,
    given: preconditions(normal.text),
    names,
    packages,
    features: knownFeatures(target),
    target,
    kfp: clients.kfp,
    replicas: clients.replicas,
    get kubernetes(): KubernetesClient {
      if (clients.kubernetes === undefined) throw new Error(`${scenario.name} asks for the Kubernetes API in ${lane}`);
      requireCapability('pipeline-objects', 'the Kubernetes API');
      return clients.kubernetes;
    },
    get people(): People {
      if (clients.people === undefined) throw new Error(`${scenario.name} asks for people on a single-user target`);
      return clients.people;
    },
    namespace,
    deadlineMs: (writes) => deadlineFor(writes, target),
    signal,
  });
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => {};
  let aborted: Pick<ScenarioResult, 'aborted' | 'abortedAs'> = {};
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const tooLate = () => {
          const silent = ledger.unanswered();
          const late = `the scenario did not end within ${Math.round(scenarioMs / 1000)} s`;
          if (silent.length > 0) reject(new BlockedError(`${late}, since ${silent.join(' and ')} got no answer`));
          else if (exchanges.some(({ surface, error }) => surface === 'kubernetes' && error !== undefined))
            reject(new EnvironmentError(`${late}, since the Kubernetes API gave no answer`));
          else reject(new BlockedError(late));
        };
        // A check whose request is under way fails for want of an answer, and is not blocked.
        gate.close().then(tooLate, tooLate);
      }, scenarioMs);
    });
    const interrupted = new Promise<never>((_, reject) => {
      onAbort = () => reject(new Error('interrupted'));
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    const run = async () => scenario.run(contextWith(await openClients()));
    await Promise.race([run(), late, interrupted]);
    ledger.close('error', 'the scenario ended without deciding this check');
  } catch (failure) {
    if (isCancelled(signal)) ledger.abandon();
    else {
      const outcome = failure instanceof BlockedError || isFinding(failure) ? 'blocked' : 'error';
      const trace =
        failure instanceof Error && outcome === 'error' ? ` (${failure.stack?.split('\n')[1]?.trim() ?? ''})` : '';
      const how = normal.text(messageOf(failure)) + trace;
      aborted = { aborted: how, abortedAs: outcome };
      ledger.close(outcome, how);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    finished.abort(new Error('the scenario is over'));
  }
  // Whether a check of it counts as failed is decided by the baseline and the selection, so this is always asked.
  const unasked = scenario.disruptive === true && !isCancelled(signal) ? await unaskedOf(execution.target) : undefined;
  return {
    result: {
      scenario: scenario.name,
      lane,
      checks: ledger.results(),
      observations,
      ...aborted,
      ...(unasked !== undefined && { unasked, survival: scenario.survival ?? {} }),
      durationMs: Math.round(performance.now() - started),
      requests: exchanges.length,
    },
    exchanges,
    aspects: ledger.aspects(),
    ...(rounds !== undefined && { rounds: rounds.count }),
  };
};
