import { withoutRunLabel } from '../cluster/own-labels.ts';
import { AssertionError } from 'node:assert';
import type { Deviation } from '../contract/aspect.ts';
import { isSilenceOfTarget, type Exchange } from '../contract/exchange.ts';
import type { TokenHolder } from '../clients/token-holder.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { reproduction } from '../reproduction/reproduction.ts';
import type { ScenarioContext } from '../scenarios/context.ts';
import type { Outcome } from '../contract/outcome.ts';
import type { CheckResult, NormalisedExchange } from '../contract/result.ts';
import type { PackageFile, PackageServer } from '../lanes/package-server.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { variants } from '../contract/variant.ts';
import { aspectsOf, deviates } from '../judgement/aspects.ts';
import { BlockedError, isFinding, messageOf } from '../judgement/check-error.ts';
import { stableText } from '../judgement/stable-text.ts';
import { emptyAspectRecord, withAspectRecord, type AspectRecord, type Finding } from '../scenarios/aspect-record.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import type { Normaliser } from '../judgement/normaliser.ts';
import { refusalDetail } from './refusal-detail.ts';
import { unmetPrecondition } from './unmet-precondition.ts';

export interface LedgerInput {
  readonly scenario: string;
  readonly lane: LaneName;
  readonly declared: readonly string[];
  /** The checks that the scenario declares in any lane: one decided in another lane is ignored and is not an error. */
  readonly declaredAnywhere: ReadonlySet<string>;
  readonly catalogue: Catalogue;
  readonly target: StartedTarget;
  /** The release of the target; absent: unknown. */
  readonly release?: string;
  readonly packages: PackageServer;
  /** Each failure gets a normaliser of its own, so that its placeholders do not depend on the order of earlier requests. */
  readonly freshNormaliser: () => Normaliser;
  /** Grows while the scenario runs. */
  readonly exchanges: readonly Exchange[];
  /** The redacted tokens of the exchanges, by the names that replace them. */
  readonly tokens: ReadonlyMap<string, TokenHolder>;
}

/** Records the result of every declared check exactly once. */
export interface CheckLedger {
  readonly check: ScenarioContext['check'];
  readonly record: ScenarioContext['record'];
  /**
   * Ends the scenario: undecided checks get this outcome, but those fail that have found something so far; later results are
   * ignored.
   */
  close(outcome: Outcome, message: string): void;
  /** Ends the scenario without results for undecided checks. */
  abandon(): void;
  results(): readonly CheckResult[];
  /** The requirements whose check failed for want of an answer. */
  unanswered(): readonly string[];
  /** The names of the aspects that each check compared, by requirement. */
  aspects(): ReadonlyMap<string, readonly string[]>;
}

const bodyLimit = 4_000;
/** The last exchanges that are kept with a failure. */
const exchangeLimit = 12;

const shortened = (text: string): string =>
  text.length <= bodyLimit ? text : `${text.slice(0, bodyLimit)}… (${text.length} characters)`;

const normalisedExchange = (exchange: Exchange, normal: Normaliser): NormalisedExchange => {
  const { method, target, body = '' } = exchange.request;
  const sent = typeof body === 'string' ? body : Buffer.from(body.subarray(0, bodyLimit)).toString('utf8');
  return {
    surface: exchange.surface,
    method,
    target: normal.text(shortened(target)),
    requestBody: normal.text(shortened(sent)),
    status: exchange.response?.status ?? 0,
    responseBody: normal.text(shortened(exchange.response?.body ?? exchange.error ?? '')),
  };
};

/** Collapses successive polls with the same answer. */
const withoutRepeats = (exchanges: readonly NormalisedExchange[]): readonly NormalisedExchange[] =>
  exchanges.filter((exchange, index) => JSON.stringify(exchange) !== JSON.stringify(exchanges[index - 1]));

/** The packages whose URLs the requests contain, by path. */
const packageFiles = ({ exchanges, packages }: LedgerInput): Readonly<Record<string, PackageFile>> => {
  const bodies = exchanges.map(({ request }) => (typeof request.body === 'string' ? request.body : '')).join('\n');
  const urls = bodies.matchAll(new RegExp(`${RegExp.escape(packages.origin)}(/[^"\\s]+)`, 'g'));
  return Object.fromEntries(
    [...urls].flatMap(([, path = '']) => {
      const file = packages.fileAt(path);
      return file === undefined ? [] : [[path, file]];
    }),
  );
};

/** The commands that reproduce a failure, without ids and times of this run: the script takes them from the answers. */
const script = (input: LedgerInput): readonly string[] => {
  const { exchanges, target, packages } = input;
  const { description, args, env } = variants[target.variant];
  const settings = [...Object.entries<string>(env).map(([name, value]) => `${name}=${value}`), ...args];
  return reproduction(exchanges.map(withoutRunLabel), {
    restOrigin: target.origin,
    kubernetesOrigin: target.kubernetes.origin,
    namespace: target.namespace,
    packageOrigin: packages.origin,
    packageFiles: packageFiles(input),
    targetId: target.id,
    tokens: input.tokens,
    credentialsNamed: true,
    remarks: [
      `\`env up --target … --storage ${target.storage} --variant ${target.variant}\` starts an API server for it and sets the variables.`,
      ...(settings.length === 0 ? [] : [`The target runs with ${settings.join(' ')} (${description}).`]),
    ],
  });
};

/** A name or a value as it is in every run of a target with the same defect. */
const stable = (text: string): string => shortened(stableText(text));

/** The deviating aspects of a finding. */
const deviationsOf = (
  finding: Finding,
  freshNormaliser: () => Normaliser,
): readonly (readonly [string, Deviation])[] => {
  const statement = messageOf(finding);
  if (!(finding instanceof AssertionError))
    return [['an answer', { expected: 'an answer', observed: stable(freshNormaliser().text(statement)) }]];
  const { actual, expected } = finding;
  const aspects = aspectsOf(statement, actual, expected);
  const deviating = aspects.filter(deviates);
  return (deviating.length === 0 ? aspects : deviating).map((aspect) => {
    // Each has placeholders of its own, which do not depend on what else deviates.
    const normal = freshNormaliser();
    return [
      stable(normal.text(aspect.name)),
      { expected: stable(normal.line(aspect.expected)), observed: stable(normal.line(aspect.observed)) },
    ];
  });
};

/** An aspect that deviates more than once, as in a loop, keeps every value that it had. */
const merged = (deviations: readonly (readonly [string, Deviation])[]): Readonly<Record<string, Deviation>> =>
  Object.fromEntries(
    [...Map.groupBy(deviations, ([name]) => name)].map(([name, own]) => {
      const values = (part: keyof Deviation) => [...new Set(own.map(([, deviation]) => deviation[part]))].join(' | ');
      return [name, { expected: values('expected'), observed: values('observed') }];
    }),
  );

/** The whole values of a finding, for readers. */
const shownValues = (finding: Finding, normal: Normaliser): Deviation => {
  if (!(finding instanceof AssertionError)) return { expected: 'an answer', observed: normal.text(messageOf(finding)) };
  const detail = refusalDetail(finding);
  return {
    expected: normal.json(finding.expected),
    observed: detail === undefined ? normal.json(finding.actual) : normal.text(detail),
  };
};

type Findings = readonly [Finding, ...Finding[]];

const failed = (
  [first, ...others]: Findings,
  input: LedgerInput,
  { from, end }: { readonly from: number; readonly end: unknown },
): Partial<CheckResult> & { outcome: Outcome } => {
  const { exchanges } = input;
  const normal = input.freshNormaliser();
  const findings = [first, ...others];
  const message = normal.text(messageOf(first));
  const values = findings.map((finding) => ({
    statement: normal.text(messageOf(finding)),
    ...shownValues(finding, normal),
  }));
  // What a refused call answered is shown behind the call.
  const isAlone = (part: keyof Deviation) =>
    values.length === 1 && (part === 'expected' || refusalDetail(first) === undefined);
  const shownValue = (part: keyof Deviation): string =>
    shortened(
      isAlone(part)
        ? (values[0]?.[part] ?? '')
        : values.map(({ statement, [part]: value }) => `${statement}: ${value}`).join('\n'),
    );
  const own = exchanges.slice(from);
  const shown = (own.length === 0 ? exchanges : own).slice(-exchangeLimit);
  return {
    outcome: 'failed',
    message: others.length === 0 ? message : `${message} (and ${others.length} more)`,
    expected: shownValue('expected'),
    observed: shownValue('observed'),
    deviations: merged([
      ...findings.flatMap((finding) => deviationsOf(finding, input.freshNormaliser)),
      // What deviated is a fact, whatever kept the check from going on.
      ...(end === undefined
        ? []
        : [
            [
              'the rest of the check',
              { expected: 'decided', observed: stable(input.freshNormaliser().text(messageOf(end))) },
            ] as const,
          ]),
    ]),
    exchanges: withoutRepeats(shown.map((exchange) => normalisedExchange(exchange, normal))),
    reproduction: script(input),
  };
};

const blocked = (message: string) => ({ outcome: 'blocked' as const, message });

export const checkLedger = (input: LedgerInput): CheckLedger => {
  const { scenario, lane, declared, catalogue, target, exchanges } = input;
  const results = new Map<string, CheckResult>();
  const unanswered: string[] = [];
  const aspects = new Map<string, readonly string[]>();
  /** What the checks that have not ended found so far, and where their exchanges begin. */
  const running = new Map<string, { readonly record: AspectRecord; readonly from: number }>();
  let open = true;
  const settle = (requirement: string, result: Omit<CheckResult, 'requirement' | 'lane' | 'scenario'>) => {
    if (!open) return;
    const twice = results.has(requirement) || !declared.includes(requirement);
    results.set(
      requirement,
      twice
        ? { requirement, lane, scenario, outcome: 'error', message: 'decided twice, or decided without being declared' }
        : { requirement, lane, scenario, ...result },
    );
  };
  const applies = (requirement: string): boolean => {
    if (!declared.includes(requirement) && input.declaredAnywhere.has(requirement)) return false;
    const unmet = unmetPrecondition(catalogue.get(requirement), target, input.release);
    if (unmet === undefined) return true;
    settle(requirement, unmet);
    return false;
  };
  return {
    check: async (requirement, decide, rounds) => {
      if (!applies(requirement)) return;
      const from = exchanges.length;
      const recorded = catalogue.get(requirement)?.level === 'MAY';
      const record = emptyAspectRecord();
      running.set(requirement, { record, from });
      const { compared, findings, failure } = await withAspectRecord(decide, record);
      running.delete(requirement);
      const normal = input.freshNormaliser();
      aspects.set(requirement, [...new Set([...compared].map((name) => stable(normal.text(name))))]);
      const [first, ...others] = isFinding(failure) ? [...findings, failure] : findings;
      if ([...findings, failure].some(isSilenceOfTarget)) unanswered.push(requirement);
      const obstacle = failure !== undefined && !isFinding(failure) ? failure : undefined;
      if (first !== undefined) {
        const observed = `does not hold: ${normal.text(messageOf(first))}`;
        settle(
          requirement,
          recorded ? { outcome: 'recorded', observed } : failed([first, ...others], input, { from, end: obstacle }),
        );
      } else if (obstacle instanceof BlockedError) settle(requirement, blocked(obstacle.message));
      else if (obstacle !== undefined) {
        const where = obstacle instanceof Error ? (obstacle.stack?.split('\n')[1]?.trim() ?? '') : '';
        settle(requirement, { outcome: 'error', message: normal.text(`${messageOf(obstacle)} ${where}`) });
      } else
        settle(requirement, {
          ...(recorded ? ({ outcome: 'recorded', observed: 'holds' } as const) : ({ outcome: 'passed' } as const)),
          ...(rounds !== undefined && { detects: rounds.detects() }),
        });
    },
    record: (requirement, value) => {
      if (catalogue.get(requirement)?.level !== 'MAY')
        settle(requirement, { outcome: 'error', message: 'only what may be so is recorded; this has to be decided' });
      else if (applies(requirement))
        settle(requirement, { outcome: 'recorded', observed: input.freshNormaliser().json(value) });
    },
    close: (outcome, message) => {
      if (!open) return;
      for (const requirement of declared) {
        if (results.has(requirement) || !applies(requirement)) continue;
        const { record, from = 0 } = running.get(requirement) ?? {};
        const [first, ...others] = record?.findings ?? [];
        // What a check has found is a fact, also where its time is up before it ends.
        if (first !== undefined && catalogue.get(requirement)?.level !== 'MAY')
          settle(requirement, failed([first, ...others], input, { from, end: new Error(message) }));
        else settle(requirement, outcome === 'blocked' ? blocked(message) : { outcome, message });
      }
      open = false;
    },
    abandon: () => {
      open = false;
    },
    unanswered: () => [...new Set(unanswered)],
    aspects: () => aspects,
    results: () =>
      declared
        .flatMap((requirement) => results.get(requirement) ?? [])
        .concat([...results.values()].filter(({ requirement }) => !declared.includes(requirement))),
  };
};
