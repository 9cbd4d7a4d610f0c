import type { LoadReport } from '../../judgement/load/schema.ts';
import { isKnown } from '../../judgement/baseline-origin.ts';
import { buildParts, suiteLine } from '../notices.ts';
import { lanesOfLoad, sizesOf } from './headline.ts';
import { isClosedPlan } from './loop-text.ts';
import { bytesText, durationText, whole } from './number-text.ts';

/** `binary, 2.17.0, commit 7b70c7b95f3e`, `apiserver (binary, sha256 6b42fcf16b42, release not known)` */
const loadTargetText = (target: LoadReport['targets'][number]): string => {
  const { name, kind, release } = target;
  const line =
    kind === 'reference'
      ? 'reference implementation'
      : [kind, ...buildParts(target), ...(isKnown(release) ? [] : ['release not known'])].join(', ');
  return kind === name ? line : `${name} (${line})`;
};

/** Webhooks and watches are of the Kubernetes API. */
const ofKubernetesMode: readonly string[] = ['webhooks', 'watchers'];

/** The factors of the plan that differ from their defaults: `all measurements: tenancy multi-user`. */
const variationLabels = ({ measurements }: LoadReport): readonly string[] => [
  ...new Set(
    measurements.flatMap(({ variation }) =>
      Object.entries(variation).map(
        ([name, value]) =>
          `all measurements${ofKubernetesMode.includes(name) ? ' of Kubernetes mode' : ''}: ${name} ${value}`,
      ),
    ),
  ),
];

const auditText = ({ audit }: LoadReport['environment']): string =>
  audit === undefined ? 'unknown' : audit ? 'on' : 'off';

/** `1,000, 10,000 pipelines` */
const sizesText = (report: LoadReport): string => {
  const sizes = sizesOf(report);
  if (sizes.length === 0) return 'no pipelines';
  return `${sizes.map(whole).join(', ')} pipelines`;
};

/** What was measured, as pairs of a name and a text, the most important first. */
export const loadFacts = (report: LoadReport): readonly (readonly [name: string, text: string])[] => {
  const { run, plan, machine, environment, targets } = report;
  const { versions } = environment;
  const labels = [...environment.labels, ...variationLabels(report)];
  return [
    [targets.length === 1 ? 'Target' : 'Targets', targets.map(loadTargetText).join('; ')],
    ['Plan', `${plan.name}, seed ${plan.seed}; ${lanesOfLoad(report).join(', ')} at ${sizesText(report)}`],
    [
      'Machine',
      `${machine.cpuModel}, ${machine.cpus} CPUs, ${bytesText(machine.memoryBytes)}, ${machine.platform}, kernel ${machine.kernel}`,
    ],
    [
      'Environment',
      [environment.name, ...Object.entries(versions).map(([name, version]) => `${name} ${version}`)].join(', '),
    ],
    ['Durability', `${environment.durability}; audit log ${auditText(environment)}`],
    ['Identity', environment.identity],
    ['Labels', labels.length === 0 ? 'none' : labels.join('; ')],
    [
      'Run',
      `${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, ${durationText(run.durationSeconds)}; ${suiteLine(report)}`,
    ],
  ];
};

/** Why the numbers of the run need care: it did not end, or something broke. */
export const loadNotices = ({ run, environment, measurements }: LoadReport): readonly string[] => [
  ...(run.complete ? [] : ['Partial: the run was interrupted or broke, and the rest of the plan was not measured.']),
  ...run.broken,
  ...(isClosedPlan({ measurements })
    ? [
        'The loop was closed: each virtual user sent one request after the other. Latency is not judged, and counts from the start of an iteration, not from an instant it was due.',
      ]
    : []),
  ...(environment.durability === 'relaxed'
    ? ['Durability is relaxed: writes were not flushed to disk, and cost less than in production.']
    : []),
  ...(environment.durability === 'unknown'
    ? ['Durability is unknown: the harness did not start these servers, and their settings decide what a write costs.']
    : []),
  ...(environment.audit === true ? ['The audit log was on, which costs time on each request.'] : []),
];
