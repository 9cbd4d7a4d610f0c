import { counted } from '../text/counted.ts';
import type { Exchange } from '../contract/exchange.ts';
import type { TokenHolder } from '../clients/token-holder.ts';
import type { PackageFile } from '../lanes/package-server.ts';
import { commandLines } from './command.ts';
import { ScriptVariables } from './script-variables.ts';
import { KnownValues } from './known-values.ts';
import { packageLines } from './packages.ts';
import { stepsOf, type Step } from './steps.ts';

/** The addresses and names of the run. Absent values are derived from the exchanges if possible. */
export interface ReproductionContext {
  readonly restOrigin: string;
  readonly kubernetesOrigin: string;
  /** The namespace of the target. */
  readonly namespace?: string;
  /** The value of the label by which the target's webhooks select its namespaces. */
  readonly targetId?: string;
  /** The holders of the tokens that appear in the exchanges under these names. */
  readonly tokens?: ReadonlyMap<string, TokenHolder>;
  /** The harness's package server, and its files: path → file. */
  readonly packageOrigin?: string;
  readonly packageFiles?: Readonly<Record<string, PackageFile>>;
  /** Credentials in the exchanges have been replaced by names, so other values of credential headers are not secret. */
  readonly credentialsNamed?: boolean;
  /** Comments for the head of the script, such as the settings of the target. */
  readonly remarks?: readonly string[];
}

/** The number of commands shown, apart from those on which they depend. */
const stepLimit = 40;
const firstSteps = 10;

const namespaceIn = (exchanges: readonly Exchange[]): string =>
  exchanges
    .map(({ request }) => /^\/apis\/pipelines\.kubeflow\.org\/[^/]+\/namespaces\/([^/?]+)/.exec(request.target)?.[1])
    .find((namespace) => namespace !== undefined) ?? '';

const packageOriginIn = (exchanges: readonly Exchange[]): string =>
  exchanges
    .map(({ request }) =>
      typeof request.body === 'string' ? /http:\/\/127\.0\.0\.1:\d+/.exec(request.body)?.[0] : undefined,
    )
    .find((origin) => origin !== undefined) ?? '';

/** The service accounts that a script uses, by user name or by token. */
const accountsIn = (script: string, tokens: ReadonlyMap<string, TokenHolder>): readonly string[] => [
  ...[...script.matchAll(/system:serviceaccount:[^:"\s]+:([\w-]+)/g)].map(([, account = '']) => account),
  ...[...tokens].flatMap(([name, { serviceAccount }]) => (script.includes(`$${name}`) ? [serviceAccount] : [])),
];

/** Whether a step creates a namespace, one of these accounts, or a role that is bound to one of them or to a group. */
const prepares = (text: string, accounts: ReadonlySet<string>, bound: ReadonlySet<string>): boolean => {
  const [, kind = '', name = ''] =
    /"kind":"(Namespace|ServiceAccount|(?:Cluster)?Role|(?:Cluster)?RoleBinding)","metadata":\{"name":"([^"]+)"/.exec(
      text,
    ) ?? [];
  if (kind === 'ServiceAccount') return accounts.has(name);
  return kind === 'Namespace' || bound.has(name);
};

/**
 * The names of the roles that are bound to one of these accounts or to a group. A role and its binding have the same
 * name.
 */
const boundRoles = (texts: readonly string[], accounts: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    texts.flatMap((text) => {
      const role = /"roleRef":\{[^}]*"name":"([^"]+)"/.exec(text)?.[1];
      const [, kind, subject = ''] = /"subjects":\[\{"kind":"(\w+)","name":"([^"]+)"/.exec(text) ?? [];
      return role !== undefined && (kind !== 'ServiceAccount' || accounts.has(subject)) ? [role] : [];
    }),
  );

/**
 * The first and the last steps, the steps that create their users and permissions, and those that set required
 * variables.
 */
const shownSteps = (
  steps: readonly Step[],
  linesOf: (step: Step) => readonly string[],
  tokens: ReadonlyMap<string, TokenHolder>,
): readonly Step[] => {
  if (steps.length <= stepLimit) return steps;
  const shown = new Set([...steps.slice(0, firstSteps), ...steps.slice(firstSteps - stepLimit)]);
  const texts = new Map(steps.map((step) => [step, linesOf(step).join('\n')]));
  const accounts = new Set([...shown].flatMap((step) => accountsIn(texts.get(step) ?? '', tokens)));
  const bound = boundRoles([...texts.values()], accounts);
  for (const [step, text] of texts) if (prepares(text, accounts, bound)) shown.add(step);
  for (const step of steps.toReversed()) {
    const needed = step.captures.some(({ variable }) =>
      [...shown].some(
        (other) => other !== step && linesOf(other).some((line) => new RegExp(`\\$\\{?${variable}\\b`).test(line)),
      ),
    );
    if (needed) shown.add(step);
  }
  return steps.filter((step) => shown.has(step));
};

/**
 * The requests of a scenario as a shell script that can be pasted: curl for REST, kubectl for Kubernetes. Values that
 * the target generates (ids, times, page tokens) are extracted from its answers with jq, so that equal runs give equal
 * scripts.
 */
export const reproduction = (exchanges: readonly Exchange[], context: ReproductionContext): readonly string[] => {
  if (exchanges.length === 0) return [];
  const known = new KnownValues();
  const tokens = context.tokens ?? new Map<string, TokenHolder>();
  const variables = new ScriptVariables(known, tokens);
  variables.define(context.restOrigin, 'KFP');
  variables.define(context.kubernetesOrigin, 'KUBERNETES');
  variables.define(context.packageOrigin ?? packageOriginIn(exchanges), 'PACKAGES');
  variables.define(context.namespace ?? namespaceIn(exchanges), 'NAMESPACE');
  variables.define(context.targetId ?? '', 'TARGET');
  const steps = stepsOf(exchanges, known, variables, context.credentialsNamed ?? false, tokens);
  const files = packageLines(context.packageFiles ?? {}, known);
  const linesOf = (step: Step): readonly string[] => commandLines(step.command, step.captures);
  const shown = shownSteps(steps, linesOf, tokens);
  const body = shown.flatMap((step, at) => {
    const before = shown[at - 1];
    const skipped = before === undefined ? 0 : steps.indexOf(step) - steps.indexOf(before) - 1;
    return [
      ...(skipped > 0 ? [`# … ${counted(skipped, 'more request')} of the run omitted here …`] : []),
      ...linesOf(step),
      step.status === 0 ? '# the run got no answer' : `# the run got ${step.status}`,
    ];
  });
  const script = body.join('\n');
  const programs = ['curl', 'jq', 'kubectl'].filter((program) => new RegExp(`\\b${program} `).test(script));
  return [
    `# Requires ${programs.join(', ')}. Objects have the names of the run and must not exist yet. Repeated reads are listed once.`,
    ...(context.remarks ?? []).map((remark) => `# ${remark.replace(/\s+/g, ' ')}`),
    ...variables.lines([...files, script].join('\n')),
    '',
    ...files,
    ...body,
  ];
};
