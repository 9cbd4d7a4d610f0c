import { laneNames, storageModes, type LaneName } from '../../contract/lane-name.ts';
import { worstOf } from '../../judgement/check-list.ts';
import type { CheckEntry, Report, RequirementResult } from '../../judgement/schema.ts';
import { sampleReport } from './sample-report.ts';

const titles = {
  CRUD: 'Pipelines',
  FILT: 'Filters',
  LIST: 'Lists',
  NAME: 'Names and texts',
  SEC: 'Users and namespaces',
} as const;
const areas = Object.keys(titles) as (keyof typeof titles)[];

const perArea = 50;

const definition = (index: number, extra: string): string =>
  JSON.stringify({
    pipelineInfo: { name: `made-up-${index}` },
    root: {
      dag: { tasks: { print: { componentRef: { name: 'comp-print' }, cachingOptions: { enableCache: true } } } },
    },
    tags: { team: 'red', stage: extra },
    schemaVersion: '2.1.0',
  });

/** How the checks of a requirement fail: everywhere, in one mode, in one lane, or not at all. */
const isKnown = (index: number, lane: LaneName): boolean => {
  switch (index % 10) {
    case 0:
      return true;
    case 1:
      return lane !== 'database/rest';
    case 2:
      return lane === 'database/rest';
    case 3:
      return lane === 'kubernetes/crd';
    default:
      return false;
  }
};

const failure = (index: number, lane: LaneName, scenario: string): Partial<CheckEntry> => ({
  message: `the definition of \`made-up-${index}\` is the one that was written`,
  expected: definition(index, 'early'),
  observed: definition(index, 'late'),
  deviations: { [`the definition is the one that was written ${index}`]: { expected: 'early', observed: 'late' } },
  exchanges: Array.from({ length: 4 }, (_, number) => ({
    surface: 'rest' as const,
    method: 'GET',
    target: `/apis/v2beta1/pipelines/${scenario}-${number}`,
    requestBody: '',
    status: 200,
    responseBody: JSON.stringify({ lane, items: Array.from({ length: 20 }, () => definition(index, 'late')) }),
  })),
  reproduction: ['KFP=http://localhost:8888', `curl -sS "$KFP/apis/v2beta1/pipelines/${scenario}"`],
});

const check = (index: number, lane: LaneName, scenario: string, profile: CheckEntry['profile']): CheckEntry => {
  const place = { scenario, profile };
  const first = lane === 'kubernetes/rest' && scenario.endsWith('-once');
  const baselineReason = `reason ${index}: the store keeps ${'what was written before, and nothing else '.repeat(2)}(\`store.go\`)`;
  if (isKnown(index, lane))
    return { ...place, ...failure(index, lane, scenario), outcome: 'known-failure', baselineReason };
  if (index === 5 || index === 15) {
    if (first) return { ...place, ...failure(index, lane, scenario), outcome: 'failed' };
  }
  if (index === 6 && first) return { ...place, ...failure(index, lane, scenario), outcome: 'failed', baselineReason };
  if (index === 7 && first) return { ...place, outcome: 'stale-baseline', baselineReason, message: 'passed' };
  return { ...place, outcome: 'passed' };
};

const levels = ['MUST', 'MUST', 'SHOULD'] as const;

const requirement = (index: number): RequirementResult => {
  const area = areas[Math.floor(index / perArea)] ?? areas[0]!;
  const name = `made-up-${index}`;
  const lanes = Object.fromEntries(
    laneNames.map((lane) => {
      const checks = [
        check(index, lane, `${name}-once`, 'core'),
        check(index, lane, `${name}-once-multi-user`, 'multi-user'),
        check(index, lane, `${name}-twice`, 'core'),
        ...(lane === 'kubernetes/crd' ? [check(index, lane, `${name}-again`, 'core')] : []),
      ];
      return [lane, { outcome: worstOf(checks), checks }];
    }),
  );
  return {
    id: `${area}-${String((index % perArea) + 1).padStart(2, '0')}`,
    area,
    level: levels[index % levels.length] ?? 'MUST',
    profile: 'core',
    text: `what was written of \`made-up-${index}\` is what is read, whatever its size, its nesting and the order of its keys`,
    source: `backend/api/v2beta1/pipeline.proto#L${index + 1}; KEP-11551, "Goals" 2: existing integrations are not impacted`,
    databaseDependent: false,
    vulnerability: area === 'SEC' && index % 10 === 1,
    lanes,
  };
};

/** A report of 2,500 checks, of which 600 are known failures, two new, one changed and one fixed. */
export const largeReport = (): Report => {
  const requirements = Array.from({ length: areas.length * perArea }, (_, index) => requirement(index));
  const musts = requirements.filter(({ level }) => level === 'MUST').length;
  const verdict = (profile: Report['verdicts']['conformance'][number]['profile']) => ({
    profile,
    verdict: 'not-conformant' as const,
    reasons: [],
    warnings: [],
    modes: [...storageModes],
    mandatory: { requirements: musts, undecided: 0, met: 0, unmet: 0, exempt: 0, missing: 0 },
    exemptions: [],
    missing: [],
  });
  const lacking = (profile: Parameters<typeof verdict>[0], cause: string) => ({
    ...verdict(profile),
    missing: [{ kind: 'not-applicable' as const, cause, checks: 19 }],
  });
  return sampleReport({
    requirements,
    scenarios: [],
    areas: { ...titles },
    differences: [],
    target: { ...sampleReport().target, manifests: 'supplied' },
    verdicts: {
      gate: { passed: false, reasons: ['3 failed', '1 stale-baseline'], unmet: [], broken: [] },
      conformance: [
        verdict('core'),
        { ...verdict('multi-user'), exemptions: [{ reason: 'needs-own-server', pairs: 2 }] },
        lacking('cluster', 'the environment has no cluster (`--environment kind` has one)'),
        lacking('shared-namespace', 'the target has no shared-namespace'),
        lacking('shared-cluster', 'the target has no shared-cluster'),
      ],
    },
  });
};
