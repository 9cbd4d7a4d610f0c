import type { LoadReport } from '../../judgement/load/schema.ts';
import { lanesOfLoad, sizesOf } from './headline.ts';
import { bytesText, durationText, whole } from './number-text.ts';

const shortCommit = (commit: string): string => (commit === '' ? 'not known' : commit.slice(0, 12));

/** `binary (binary, 2.17.0, commit 7b70c7b95f3e)` */
export const loadTargetText = ({ name, kind, release, commit }: LoadReport['targets'][number]): string => {
  const build = [release === '' ? 'release not known' : release, `commit ${shortCommit(commit)}`].join(', ');
  return kind === name ? `${name} (${build})` : `${name} (${kind}, ${build})`;
};

const auditText = ({ audit }: LoadReport['environment']): string =>
  audit === undefined ? 'unknown' : audit ? 'on' : 'off';

/** `1,000 to 100,000 pipelines` */
export const sizesText = (report: LoadReport): string => {
  const sizes = sizesOf(report);
  if (sizes.length === 0) return 'no pipelines';
  return `${sizes.map(whole).join(', ')} pipelines`;
};

/** What was measured, as pairs of a name and a text, the most important first. */
export const loadFacts = (report: LoadReport): readonly (readonly [name: string, text: string])[] => {
  const { run, plan, machine, environment, suite, targets } = report;
  const { versions } = environment;
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
    ['Labels', environment.labels.length === 0 ? 'none' : environment.labels.join('; ')],
    [
      'Run',
      `${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, ${durationText(run.durationSeconds)}; kfp-conformance ${suite.version}${suite.commit === undefined ? '' : `, commit ${shortCommit(suite.commit)}`}`,
    ],
  ];
};

/** Why the numbers of the run need care: it did not end, or something broke. */
export const loadNotices = ({ run, environment }: LoadReport): readonly string[] => [
  ...(run.complete ? [] : ['Partial: the run was interrupted or broke, and the rest of the plan was not measured.']),
  ...run.broken,
  ...(environment.durability === 'relaxed'
    ? ['Durability is relaxed: writes were not flushed to disk, and cost less than in production.']
    : []),
  ...(environment.durability === 'unknown'
    ? ['Durability is unknown: the harness did not start these servers, and their settings decide what a write costs.']
    : []),
  ...(environment.audit === true ? ['The audit log was on, which costs time on each request.'] : []),
];
