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
import { accessOf, type LaneName } from '../contract/lane-name.ts';
import type { Lane } from '../lanes/lane.ts';
import { laneOf } from '../lanes/lanes.ts';
import { restSurface, transferTo } from '../lanes/rest.ts';
import type { ScenarioContext } from '../scenarios/context.ts';
import { namesFor } from '../contract/names.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import type { ScenarioResult } from '../contract/result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { variants } from '../contract/variant.ts';
import { BlockedError, isFinding, messageOf } from '../judgement/check-error.ts';
import { checkLedger } from './check-ledger.ts';
import { checksIn, declaredIn, type Catalogue } from '../judgement/declared-checks.ts';
import { restrictToDeclared, requireDeclaredCapability } from './declared-capabilities.ts';
import { normaliser } from '../judgement/normaliser.ts';
import { observationLog } from './observation-log.ts';
import { patience } from '../waiting/slowness.ts';

/** The changes that an active mutant makes between the harness and the target. */
export interface Interception {
  readonly intercept?: Interceptor;
  readonly interceptWatch?: WatchInterceptor;
  /** Wraps the target whose process, database and object store the scenario inspects. */
  readonly target?: (target: StartedTarget) => StartedTarget;
}

export interface Execution {
  readonly scenario: Scenario;
  readonly lane: LaneName;
  readonly catalogue: Catalogue;
  readonly target: StartedTarget;
  /** On a multi-user target: namespaces to use instead of creating new ones. */
  readonly lentNamespaces?: readonly string[];
  readonly packages: PackageServer;
  /** Equal seeds produce equal names. */
  readonly seed: number;
  /** Distinguishes two executions of one scenario in one lane; `''` in an ordinary run. */
  readonly salt: string;
  readonly interception?: Interception;
  /** Issues client certificates, in multi-user mode. */
  readonly clientIdentity: PeopleOptions['clientIdentity'];
  readonly signal: AbortSignal;
}

/** A scenario's result and every exchange behind it. */
export interface ExecutedScenario {
  readonly result: ScenarioResult;
  readonly exchanges: readonly Exchange[];
}

/** Whether the user cancelled the run, which says nothing about the target. A time-out of the test also aborts the signal. */
const isCancelled = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && reason instanceof Error && reason.name === 'TestRunAbortError';

/** Milliseconds that a scenario may take in addition to its writes. */
const baseDeadlineMs = 60_000;
/** A server may take half a minute to stop, and a scenario may stop more than one. */
const disruptionMs = 120_000;

/** Whether writes to the Kubernetes API would be validated by the harness's definitions instead of the target's. */
const lacksOwnManifests = ({ lane, target }: Execution): boolean =>
  accessOf[lane] === 'crd' && !target.manifestsSupplied;

/** The reason why a scenario is skipped in a lane; undefined where it runs. */
const skipReason = (execution: Execution): { reason: NotApplicableReason; message: string } | undefined => {
  if (lacksOwnManifests(execution)) {
    const message = "the target's own CRDs and webhooks were not supplied (--manifests)";
    return { reason: 'manifests-not-supplied', message };
  }
  const { scenario, lane, catalogue, target } = execution;
  const declared = checksIn(scenario, lane, catalogue);
  const missing = scenario.features?.filter((name) => !target.features[name]) ?? [];
  const lacking = declared.map((id) => catalogue.get(id)?.feature).filter((name) => name && !target.features[name]);
  // Without an applicable check its observations could not be compared with lanes that have the feature.
  const all = declared.length > 0 && lacking.length === declared.length ? lacking : [];
  const unavailable = [...new Set([...missing, ...all])];
  if (unavailable.length === 0) return undefined;
  return { reason: 'feature-not-claimed', message: `the target has no ${unavailable.join(' and no ')}` };
};

/** The result of a scenario that does not apply in a lane. */
export const skipped = (
  { scenario, lane, catalogue }: Pick<Execution, 'scenario' | 'lane' | 'catalogue'>,
  notApplicable: NotApplicableReason,
  message: string,
): ExecutedScenario => {
  const checks = checksIn(scenario, lane, catalogue).map(
    (requirement) =>
      ({
        requirement,
        lane,
        scenario: scenario.name,
        outcome: 'not-applicable',
        reason: notApplicable,
        message,
      }) as const,
  );
  return {
    result: { scenario: scenario.name, lane, checks, observations: {}, notApplicable, durationMs: 0, requests: 0 },
    exchanges: [],
  };
};

/** Runs a scenario in a lane against its leased target and decides every check that it declares there. */
export const executeScenario = async (execution: Execution): Promise<ExecutedScenario> => {
  const notApplicable = skipReason(execution);
  if (notApplicable !== undefined) return skipped(execution, notApplicable.reason, notApplicable.message);
  const { scenario, lane, catalogue, seed, salt, interception = {}, signal } = execution;
  const names = namesFor(seed, scenario.name, lane, salt);
  const multiUser = variants[execution.target.variant].tenancy === 'multi-user';
  const { lentNamespaces } = execution;
  const namespace = multiUser ? (lentNamespaces?.[0] ?? `ns-${names.prefix}`) : execution.target.namespace;
  const lent = restrictToDeclared({ ...execution.target, namespace }, scenario);
  const target = interception.target?.(lent) ?? lent;
  const requireCapability = requireDeclaredCapability(scenario, lane);
  const packages: PackageServer = {
    ...execution.packages,
    serve: (content) => execution.packages.serve(content, names.prefix),
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
  const session = {
    record: (exchange: Exchange) => void exchanges.push(redactExchange(exchange, secrets)),
    // In a throttled target, writes of other scenarios may be queued before those of this one.
    timeoutMs: Math.round(30_000 + 120_000 / target.writesPerSecond),
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
    packages,
    freshNormaliser,
    exchanges,
    tokens,
  });
  const { observe, observations } = observationLog(scenario, lane, freshNormaliser());
  const deadlineMs = (writes: number) => 5_000 + (3_000 * writes) / target.writesPerSecond;
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
    observe,
    given: async (what, action) => {
      try {
        return await action();
      } catch (cause) {
        if (!isFinding(cause)) throw cause;
        throw new BlockedError(`${what}: ${normal.text(messageOf(cause))}`, { cause });
      }
    },
    names,
    packages,
    features: target.features,
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
    deadlineMs,
    signal,
  });
  const started = performance.now();
  // Ends a scenario that hangs; checks about time have deadlines of their own.
  const limit = patience(
    baseDeadlineMs + deadlineMs(scenario.writes ?? 10) + (scenario.disruptive === true ? disruptionMs : 0),
  );
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => {};
  let aborted: string | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new BlockedError(`the scenario did not end within ${Math.round(limit / 1000)} s`)),
        limit,
      );
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
      aborted = normal.text(messageOf(failure)) + trace;
      ledger.close(outcome, aborted);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    finished.abort(new Error('the scenario is over'));
  }
  const checks = ledger.results();
  if (aborted === undefined && scenario.disruptive === true && !checks.some(({ outcome }) => outcome === 'failed')) {
    // The crash is not reported to other scenarios, so the scenario that caused it must fail.
    const { running } = await execution.target.process();
    if (!running) aborted = 'its target died, and no check saw that';
  }
  return {
    result: {
      scenario: scenario.name,
      lane,
      checks,
      observations,
      ...(aborted !== undefined && { aborted }),
      durationMs: Math.round(performance.now() - started),
      requests: exchanges.length,
    },
    exchanges,
  };
};
