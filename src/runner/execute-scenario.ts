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
import { asDeclared, requireDeclared } from './declared-capabilities.ts';
import { normaliser } from '../judgement/normaliser.ts';
import { patience } from '../waiting/slowness.ts';

/** What stands between the harness and the target while a mutant is active. */
export interface Interception {
  readonly intercept?: Interceptor;
  readonly interceptWatch?: WatchInterceptor;
  /** What the scenario is told of the target's process, database and object store. */
  readonly target?: (target: StartedTarget) => StartedTarget;
}

export interface Execution {
  readonly scenario: Scenario;
  readonly lane: LaneName;
  readonly catalogue: Catalogue;
  readonly target: StartedTarget;
  /** Namespaces that it works in instead of making its own, on a multi-user target. */
  readonly lentNamespaces?: readonly string[];
  readonly packages: PackageServer;
  /** Names are equal for equal seeds. */
  readonly seed: number;
  /** Tells two executions of one scenario and lane apart; `''` in an ordinary run. */
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

/** Whether somebody ended the run, which says nothing about the target; a time-out of the test aborts as well. */
const isCancelled = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && reason instanceof Error && reason.name === 'TestRunAbortError';

/** Milliseconds a scenario may take beside its writes. */
const baseDeadlineMs = 60_000;
/** A server that is ended may take half a minute for it, and it may be more than one. */
const disturbanceMs = 120_000;

/** Whether what is written through the Kubernetes API would be judged by somebody else's definitions and webhooks. */
const judgesForeignManifests = ({ lane, target }: Execution): boolean =>
  accessOf[lane] === 'crd' && !target.manifestsSupplied;

/** Why a scenario is not run in a lane at all, if it is not. */
const skipReason = (execution: Execution): { reason: NotApplicableReason; message: string } | undefined => {
  if (judgesForeignManifests(execution)) {
    const message = "the target's own CRDs and webhooks were not supplied (--manifests)";
    return { reason: 'manifests-not-supplied', message };
  }
  const { scenario, lane, catalogue, target } = execution;
  const declared = checksIn(scenario, lane, catalogue);
  const missing = scenario.features?.filter((name) => !target.features[name]) ?? [];
  const lacking = declared.map((id) => catalogue.get(id)?.feature).filter((name) => name && !target.features[name]);
  // Nothing it would observe could be compared with lanes that have the feature.
  const all = declared.length > 0 && lacking.length === declared.length ? lacking : [];
  const hindering = [...new Set([...missing, ...all])];
  if (hindering.length === 0) return undefined;
  return { reason: 'feature-not-claimed', message: `the target has no ${hindering.join(' and no ')}` };
};

/** What comes of a scenario that does not apply in a lane. */
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

/** Runs a scenario in a lane against a target that is its own for the time, and decides every check it declares there. */
export const executeScenario = async (execution: Execution): Promise<ExecutedScenario> => {
  const hindered = skipReason(execution);
  if (hindered !== undefined) return skipped(execution, hindered.reason, hindered.message);
  const { scenario, lane, catalogue, seed, salt, interception = {}, signal } = execution;
  const names = namesFor(seed, scenario.name, lane, salt);
  const multiUser = variants[execution.target.variant].tenancy === 'multi-user';
  const { lentNamespaces } = execution;
  const namespace = multiUser ? (lentNamespaces?.[0] ?? `ns-${names.prefix}`) : execution.target.namespace;
  const lent = asDeclared({ ...execution.target, namespace }, scenario);
  const target = interception.target?.(lent) ?? lent;
  const requireNeed = requireDeclared(scenario, lane);
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
  // Ends what a scenario still has under way once its result is in, so that its target can be lent to the next.
  const over = new AbortController();
  const session = {
    record: (exchange: Exchange) => void exchanges.push(redactExchange(exchange, secrets)),
    // Other scenarios' writes may stand in a throttled target's queue before this one's.
    timeoutMs: Math.round(30_000 + 120_000 / target.writesPerSecond),
    signal: over.signal,
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
      requireNeed,
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
  const observations: Record<string, unknown> = {};
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
    observe: (label, value) => {
      if (label in observations) throw new Error(`${scenario.name} observes ${label} twice`);
      observations[label] = normal.value(value) ?? null;
    },
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
      requireNeed('pipeline-objects', 'the Kubernetes API');
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
  // It ends what hangs; what is judged by time has deadlines of its own.
  const limit = patience(
    baseDeadlineMs + deadlineMs(scenario.writes ?? 10) + (scenario.disruptive === true ? disturbanceMs : 0),
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
    over.abort(new Error('the scenario is over'));
  }
  const checks = ledger.results();
  if (aborted === undefined && scenario.disruptive === true && !checks.some(({ outcome }) => outcome === 'failed')) {
    // Its death is no other scenario's matter: who brought it down has to have seen it.
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
