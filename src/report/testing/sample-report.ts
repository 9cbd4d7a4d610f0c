import type { LaneName } from '../../contract/lane-name.ts';
import type { CheckResult } from '../../contract/result.ts';
import { laneNames, storageModes } from '../../contract/lane-name.ts';
import { bySeverity } from '../../contract/outcome-words.ts';
import { causesOf } from '../../judgement/causes.ts';
import { checkName } from '../../judgement/expected-checks.ts';
import { schemaVersion, type CheckEntry, type Report, type RequirementResult } from '../../judgement/schema.ts';
import { checksOf, tallyOf } from '../../judgement/check-list.ts';

/** A check whose profile defaults to that of its requirement. */
type SampleCheck = Omit<CheckEntry, 'profile'> & Partial<Pick<CheckEntry, 'profile'>>;

const passed = (scenario: string): SampleCheck => ({ scenario, outcome: 'passed' });

const staleRead: SampleCheck = {
  scenario: 'pipeline-read-at-once',
  outcome: 'failed',
  message: 'GET by name right after POST finds the pipeline',
  expected: '{"status":200,"name":"k3f9a1c2-fresh"}',
  observed: '{"status":404,"name":""}',
  deviations: { 'GET by name right after POST finds the pipeline / status': { expected: '200', observed: '404' } },
  exchanges: [
    {
      surface: 'rest',
      method: 'POST',
      target: '/apis/v2beta1/pipelines',
      requestBody: '{"name":"k3f9a1c2-fresh","display_name":"Fresh & <new>"}',
      status: 200,
      responseBody:
        '{"pipeline_id":"pipeline-1","name":"k3f9a1c2-fresh","display_name":"Fresh & <new>","created_at":"time-1"}',
    },
    {
      surface: 'rest',
      method: 'GET',
      target: '/apis/v2beta1/pipelines/names/k3f9a1c2-fresh',
      requestBody: '',
      status: 404,
      responseBody:
        '{"code":5,"message":"Failed to get pipeline: Pipeline \\"k3f9a1c2-fresh\\" not found","details":[{"@type":"type.googleapis.com/google.rpc.Status","code":5}]}',
    },
  ],
  reproduction: [
    // oxlint-disable-next-line no-template-curly-in-string
    'KFP=${KFP:-http://localhost:8888}  # the REST API of the target',
    '',
    'curl -sS -X POST "$KFP/apis/v2beta1/pipelines" \\',
    "  -H 'content-type: application/json' \\",
    `  --data-raw '{"name":"k3f9a1c2-fresh","display_name":"Fresh & <new>"}'`,
    '# the run got 200',
    'curl -sS "$KFP/apis/v2beta1/pipelines/names/k3f9a1c2-fresh"',
    '# the run got 404',
  ],
};

const requirement = (
  id: string,
  level: RequirementResult['level'],
  text: string,
  lanes: Partial<Record<LaneName, readonly SampleCheck[]>>,
  rest: Partial<RequirementResult> = {},
): RequirementResult => ({
  id,
  area: id.split('-')[0] ?? '',
  level,
  profile: 'core',
  text,
  source: 'pipeline.proto',
  databaseDependent: false,
  vulnerability: false,
  lanes: Object.fromEntries(
    Object.entries(lanes).map(([lane, checks]) => {
      const worst = bySeverity.find((outcome) => checks.some((check) => check.outcome === outcome));
      return [
        lane,
        { outcome: worst ?? 'error', checks: checks.map((check) => ({ profile: rest.profile ?? 'core', ...check })) },
      ];
    }),
  ),
  ...rest,
});

const everywhere = (...checks: readonly SampleCheck[]): Record<LaneName, readonly SampleCheck[]> => ({
  'database/rest': checks,
  'kubernetes/rest': checks,
  'kubernetes/crd': checks,
});

const notApplicable = (scenario: string, reason: NonNullable<CheckEntry['reason']>, message: string): SampleCheck => ({
  scenario,
  outcome: 'not-applicable',
  reason,
  message,
});

const requirements: readonly RequirementResult[] = [
  requirement(
    'CRUD-01',
    'MUST',
    'POST /pipelines returns 200 with pipeline_id, name, display_name, created_at',
    everywhere(passed('pipeline-created'), passed('pipeline-created-with-unicode-text')),
  ),
  requirement('CRUD-04', 'SHOULD', 'GET by name immediately after POST succeeds (read-your-writes)', {
    'database/rest': [passed('pipeline-read-at-once')],
    'kubernetes/rest': [staleRead, passed('pipeline-read-after-restart')],
    'kubernetes/crd': [passed('pipeline-read-at-once')],
  }),
  requirement('CRUD-06', 'MUST', 'second POST with same name (same ns) → 409, first unchanged', {
    'database/rest': [passed('pipeline-created-twice')],
    'kubernetes/rest': [
      {
        scenario: 'pipeline-created-twice',
        outcome: 'known-failure',
        message:
          'POST of a name in use is refused as a conflict. Known: answers 500 until upstream wraps AlreadyExists',
        expected: '409',
        observed: '500',
        deviations: { 'POST of a name in use is refused as a conflict': { expected: '409', observed: '500' } },
      },
    ],
    'kubernetes/crd': [passed('pipeline-created-twice')],
  }),
  requirement(
    'VER-03',
    'MUST',
    'GET of a version returns the pipeline_spec that was uploaded, field by field, whatever its size, its nesting and the order of its keys',
    {
      'database/rest': [
        {
          scenario: 'version-definition-kept',
          outcome: 'failed',
          message: 'the definition read is the one that was written',
          expected: JSON.stringify({
            pipelineInfo: { name: 'hello-world' },
            root: {
              dag: {
                tasks: {
                  'print-text': { componentRef: { name: 'comp-print-text' }, cachingOptions: { enableCache: true } },
                },
              },
            },
            schemaVersion: '2.1.0',
            sdkVersion: 'kfp-2.14.3',
          }),
          observed: JSON.stringify({
            pipelineInfo: { name: 'hello-world' },
            root: {
              dag: { tasks: { 'print-text': { componentRef: { name: 'comp-print-text' }, cachingOptions: {} } } },
            },
            schemaVersion: '2.1.0',
            sdkVersion: 'kfp-2.14.3',
          }),
          exchanges: [
            {
              surface: 'rest',
              method: 'GET',
              target: `/apis/v2beta1/pipelines/pipeline-1/versions?filter=${'%7B%22predicates%22%3A%5B%5D%7D'.repeat(6)}`,
              requestBody: '',
              status: 200,
              responseBody: JSON.stringify({
                pipeline_versions: Array.from({ length: 30 }, (_, n) => ({ name: `v${n}` })),
              }),
            },
          ],
          reproduction: ['KFP=http://localhost:8888', 'curl -sS "$KFP/apis/v2beta1/pipelines"'],
        },
      ],
      'kubernetes/rest': [
        {
          scenario: 'version-definition-kept',
          outcome: 'blocked',
          message: 'upload of the definition: 500 instead of 200',
        },
      ],
      'kubernetes/crd': [
        {
          scenario: 'version-definition-kept',
          outcome: 'error',
          message: 'TypeError: cannot read properties of undefined (reading \u001b[31mitems\u001b[0m)',
        },
      ],
    },
  ),
  requirement('VER-09', 'MUST', 'two versions of one name under two pipelines live side by side', {
    'kubernetes/rest': [
      {
        scenario: 'same-version-name',
        outcome: 'stale-baseline',
        message: 'passed, but the baseline lists it as failing',
      },
    ],
    'kubernetes/crd': [passed('same-version-name')],
    'database/rest': [passed('same-version-name')],
  }),
  requirement(
    'LIST-09',
    'SHOULD',
    'sorting by name puts upper and lower case side by side',
    everywhere({ scenario: 'list-sorted', outcome: 'passed' }),
    { databaseDependent: true },
  ),
  requirement('LIST-30', 'MAY', 'the largest page a list returns', {
    'database/rest': [{ scenario: 'page-size', outcome: 'recorded', observed: '200' }],
    'kubernetes/rest': [{ scenario: 'page-size', outcome: 'recorded', observed: '200' }],
  }),
  requirement(
    'STO-05',
    'MUST',
    'the webhook refuses a version whose pipeline is missing',
    {
      'database/rest': [notApplicable('orphan-version', 'lane', 'there is no webhook in database mode')],
      'kubernetes/rest': [notApplicable('orphan-version', 'manifests-not-supplied', 'give --manifests DIR')],
      'kubernetes/crd': [notApplicable('orphan-version', 'manifests-not-supplied', 'give --manifests DIR')],
    },
    { profile: 'kubernetes-native' },
  ),
  requirement(
    'FLT-02',
    'SHOULD',
    'an upload cut off half-way leaves nothing behind',
    {},
    {
      excluded: 'needs a fault injector between server and storage',
    },
  ),
];

const scenarios: Report['scenarios'] = [
  ...new Set(checksOf({ requirements: [...requirements] }).map(({ check }) => check.scenario)),
]
  .toSorted()
  .map((name, index) => ({ name, file: `suites/conformance/sample/${name}.suite.ts`, line: 10 + index }));

const differences: Report['differences'] = [
  {
    scenario: 'pipeline-created',
    requirement: 'PAR-01',
    label: 'namespace of the pipeline',
    base: 'database/rest',
    lane: 'kubernetes/rest',
    baseValue: '""',
    laneValue: '"kubeflow"',
    allowed: 'single-user database mode stores no namespace',
  },
  {
    scenario: 'list-sorted',
    requirement: 'PAR-01',
    label: 'order by name',
    base: 'database/rest',
    lane: 'kubernetes/crd',
    baseValue: '["Alpha","beta","Gamma"]',
    laneValue: '["Alpha","Gamma","beta"]',
  },
];

/** The report with the causes of its checks. */
const withCauses = (report: Report): Report => {
  const placed = checksOf(report).map(
    ({ requirement, lane, check }) => ({ ...check, requirement: requirement.id, lane }) as CheckResult,
  );
  const { causes, checks } = causesOf(placed, []);
  return {
    ...report,
    causes: causes.map((cause) => ({ ...cause, requirements: [...cause.requirements], lanes: [...cause.lanes] })),
    requirements: report.requirements.map((requirement) => ({
      ...requirement,
      lanes: Object.fromEntries(
        Object.entries(requirement.lanes).map(([lane, result]) => [
          lane,
          {
            ...result,
            checks: result.checks.map((check) => ({
              ...check,
              ...checks.get(checkName({ requirement: requirement.id, lane, scenario: check.scenario })),
            })),
          },
        ]),
      ),
    })),
  };
};

const counted = (report: Report): Report => {
  const checks = checksOf(report);
  const tally = tallyOf(checks);
  return {
    ...report,
    summary: {
      checks: checks.length,
      passed: tally.passed ?? 0,
      failed: tally.failed ?? 0,
      knownFailure: tally['known-failure'] ?? 0,
      staleBaseline: tally['stale-baseline'] ?? 0,
      recorded: tally.recorded ?? 0,
      notApplicable: tally['not-applicable'] ?? 0,
      blocked: tally.blocked ?? 0,
      error: tally.error ?? 0,
    },
  };
};

const unjudged = {
  mandatory: { requirements: 0, undecided: 0, met: 0, unmet: 0, exempt: 0, missing: 0 },
  exemptions: [],
  missing: [],
} satisfies Partial<Report['verdicts']['conformance'][number]>;

const base: Report = {
  schemaVersion,
  suite: { version: '0.1.0', commit: '587a360d2f0c1b9a8e7d6c5b4a39281706f5e4d3', digest: 'sha256:4f1c5b0a9e3d' },
  run: {
    id: '20261123-101500-3f9a',
    startedAt: '2026-11-23T10:15:00.000Z',
    finishedAt: '2026-11-23T10:16:07.250Z',
    durationSeconds: 67.25,
    command: ['kfp-conformance', 'run', '--target', 'binary:./apiserver', '--seed', '42'],
    complete: true,
    host: { platform: 'linux x64', cpus: 2, memoryGiB: 7.8 },
    steps: [
      { name: 'environment', seconds: 4.1 },
      { name: 'targets', seconds: 3.2 },
      { name: 'scenarios', seconds: 58.9 },
    ],
    scenarios: laneNames.flatMap((lane, index) => [
      { scenario: 'pipeline-created', lane, seconds: 0.31 + index, requests: 8 },
      { scenario: 'version-definition-kept', lane, seconds: 2.75 + index, requests: 24 },
    ]),
    requests: { total: 96, perSecond: 1.6 },
    writesPerSecond: { database: 412.5, kubernetes: 5.1 },
    executable: './apiserver',
  },
  options: {
    seed: 42,
    lanes: [...laneNames],
    filtered: false,
    filters: [],
    claimed: [],
    required: [],
    strict: false,
    baseline: {
      name: 'kfp-2.17',
      target: 'KFP API server, single-user',
      release: '2.17.0',
      commit: '7b70c7b95f3e21aa00bb11cc22dd33ee44ff5566',
      database: 'MariaDB 10.11.14, utf8mb4, utf8mb4_unicode_520_nopad_ci',
      unfilled: 0,
      dueForReview: 0,
    },
  },
  target: {
    kind: 'binary',
    selfCheck: false,
    release: '2.17.0',
    commit: '7b70c7b95f3e21aa00bb11cc22dd33ee44ff5566',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    digests: ['sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    storageModes: [...storageModes],
    manifests: 'harness',
    features: {
      database: { webhook: false, v1beta1: true, 'loopback-package-url': true },
      kubernetes: { webhook: false, v1beta1: false, 'loopback-package-url': true },
    },
  },
  environment: {
    name: 'local',
    versions: { etcd: '3.6.5', 'kube-apiserver': '1.34.2', 'kube-controller-manager': '1.34.2', kubectl: '1.34.2' },
    database: {
      product: 'MariaDB',
      version: '10.11.14',
      characterSet: 'utf8mb4',
      collation: 'utf8mb4_unicode_520_nopad_ci',
    },
  },
  summary: {
    checks: 0,
    passed: 0,
    failed: 0,
    knownFailure: 0,
    staleBaseline: 0,
    recorded: 0,
    notApplicable: 0,
    blocked: 0,
    error: 0,
  },
  areas: {
    CRUD: 'Pipelines',
    FLT: 'Faults and atomicity',
    LIST: 'Lists',
    STO: 'Where definitions live',
    VER: 'Pipeline versions',
  },
  requirements: [...requirements],
  scenarios,
  causes: [],
  differences,
  verdicts: {
    gate: {
      passed: false,
      reasons: ['2 failed', '1 blocked', '1 in error', '1 entry of the baseline is stale'],
      unmet: [],
      broken: [],
    },
    conformance: [
      {
        ...unjudged,
        mandatory: { requirements: 5, undecided: 1, met: 9, unmet: 4, exempt: 0, missing: 1 },
        missing: [{ kind: 'error', cause: '', checks: 1 }],
        profile: 'core',
        verdict: 'not-conformant',
        reasons: ['VER-03 in database/rest', 'CRUD-06 in kubernetes/rest'],
        warnings: ['CRUD-04 in kubernetes/rest'],
        modes: [...storageModes],
      },
      {
        ...unjudged,
        profile: 'kubernetes-native',
        verdict: 'not-decided',
        reasons: ['the manifests of the target were not supplied'],
        warnings: [],
        modes: [...storageModes],
      },
    ],
  },
};

/** A report with every outcome, for tests of renderings. `change` replaces top-level parts. */
export const sampleReport = (change: Partial<Report> = {}): Report => withCauses(counted({ ...base, ...change }));

/** A report of a run against the reference implementation in which all checks passed. */
export const greenReport = (): Report =>
  sampleReport({
    target: { ...base.target, kind: 'reference', selfCheck: true, release: '', commit: '', manifests: 'supplied' },
    requirements: requirements.filter(({ id }) => ['CRUD-01', 'LIST-09', 'LIST-30'].includes(id)),
    differences: differences.slice(0, 1),
    verdicts: {
      gate: { passed: true, reasons: [], unmet: [], broken: [] },
      conformance: [
        {
          ...unjudged,
          mandatory: { requirements: 2, undecided: 1, met: 3, unmet: 0, exempt: 0, missing: 0 },
          profile: 'core',
          verdict: 'conformant',
          reasons: [],
          warnings: [],
          modes: [...storageModes],
        },
      ],
    },
  });
