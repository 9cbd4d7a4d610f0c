import { z } from 'zod';
import { features } from '../contract/feature.ts';
import { laneNames, storageModes } from '../contract/lane-name.ts';
import { manifestsOrigins } from '../contract/manifests-origin.ts';
import { notApplicableReasons, outcomes } from '../contract/outcome.ts';
import { levels, profiles } from '../contract/requirement.ts';
import { novelties } from './novelty.ts';

/** Whether no two entries have the same key. */
const isUnique = <Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string): boolean =>
  new Set(entries.map(keyOf)).size === entries.length;

const count = z.int().nonnegative();

const webAddress = z.url({ protocol: /^https?$/ });

const exchange = z.object({
  surface: z.enum(['rest', 'kubernetes']),
  method: z.string(),
  target: z.string().describe('path and query'),
  requestBody: z.string(),
  status: z.int().describe('0 if there was no answer'),
  responseBody: z.string(),
});

const check = z.object({
  scenario: z.string(),
  profile: z.enum(profiles).describe('the profile for which the check counts'),
  outcome: z.enum(outcomes),
  reason: z.enum(notApplicableReasons).optional(),
  detects: z
    .object({ rounds: z.int().nonnegative(), rate: z.number() })
    .optional()
    .describe(
      'the rounds in which an intermittent failure was looked for, and the smallest share of failing rounds that they show with 95 %',
    ),
  message: z.string().optional(),
  expected: z.string().optional(),
  observed: z.string().optional(),
  baselineReason: z
    .string()
    .optional()
    .describe('the reason of what the baseline lists of the check, also where it fails in more, or no longer'),
  novelty: z
    .enum(novelties)
    .optional()
    .describe('what this result adds to the baseline; absent: the check holds, or was not decided'),
  cause: z.string().optional().describe('the id of its cause in `causes`'),
  echoOf: z
    .object({ requirement: z.string(), lane: z.enum(laneNames) })
    .optional()
    .describe('the check of the same scenario from whose failure that of this comparison of lanes follows'),
  intermittent: z
    .object({ failed: z.int().positive(), runs: z.int().positive() })
    .optional()
    .describe('the runs in which it failed before, if the baseline lists it as failing in some runs only'),
  deviations: z
    .record(z.string(), z.object({ expected: z.string(), observed: z.string() }))
    .optional()
    .describe('the aspects that deviate, by name, without what differs between two runs'),
  blockedBy: z
    .object({ requirement: z.string(), lane: z.enum(laneNames) })
    .optional()
    .describe('the check of the same scenario that failed, so that this one could not be decided'),
  exchanges: z.array(exchange).optional(),
  reproduction: z.array(z.string()).optional().describe('lines of a shell script'),
});

const laneResult = z.object({
  outcome: z.enum(outcomes).describe('the most severe outcome of its checks'),
  checks: z
    .array(check)
    .refine((checks) => isUnique(checks, ({ scenario }) => scenario), 'a scenario decides the requirement twice'),
});

const requirement = z.object({
  id: z.string(),
  area: z.string(),
  level: z.enum(levels),
  profile: z
    .enum(profiles)
    .describe('the profile for which its checks count, except those of scenarios with another profile'),
  text: z.string(),
  source: z.string(),
  databaseDependent: z.boolean(),
  vulnerability: z.boolean().describe('a violation of it is a vulnerability of the target'),
  excluded: z.string().optional().describe('the reason why it has no check'),
  undecided: z.literal(true).optional().describe('it is excluded only until a version of the suites decides it'),
  since: z.string().optional().describe('the first release of KFP for which it holds'),
  until: z.string().optional().describe('the first release of KFP for which it no longer holds'),
  lanes: z.partialRecord(z.enum(laneNames), laneResult),
});

const difference = z.object({
  scenario: z.string(),
  requirement: z.string(),
  label: z.string(),
  base: z.enum(laneNames),
  lane: z.enum(laneNames),
  baseValue: z.string(),
  laneValue: z.string(),
  allowed: z.string().optional(),
});

const cause = z.object({
  id: z.string(),
  novelty: z.enum(novelties),
  text: z.string().describe('the reason of the baseline, the refusal that its checks met, or what the first observed'),
  requirements: z.array(z.string()),
  lanes: z.array(z.enum(laneNames)),
  checks: count,
  echoes: count.describe('those of its checks that follow from others'),
});

const scenario = z.object({
  name: z.string(),
  file: z.string().describe('relative to the root of the package'),
  line: z.int().positive(),
});

/** The version of report.json that is written. */
export const schemaVersion = '6.0.0';

/** The schema of report.json. All values that may differ between two runs with the same seed are under `run`. */
export const reportSchema = z.object({
  schemaVersion: z
    .string()
    .regex(/^6\.\d+\.\d+$/)
    .describe('readers accept every version with the same first number, and ignore keys that they do not know'),
  suite: z
    .object({
      version: z.string().describe('the version of kfp-conformance'),
      commit: z
        .string()
        .optional()
        .describe(
          'the commit of kfp-conformance, with `-dirty` where files of the checkout were changed; absent if unknown',
        ),
      digest: z
        .string()
        .describe(
          'of the catalogue of requirements, the declarations of all scenarios, and the sources of suites, fixtures and judgement',
        ),
    })
    .describe('reports can be judged together only if they were made by the same suites'),
  run: z.object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    durationSeconds: z.number(),
    command: z.array(z.string()),
    complete: z.boolean().describe('false: interrupted, the results are partial'),
    host: z.object({ platform: z.string(), cpus: count, memoryGiB: z.number() }),
    steps: z.array(z.object({ name: z.string(), seconds: z.number() })),
    scenarios: z
      .array(z.object({ scenario: z.string(), lane: z.enum(laneNames), seconds: z.number(), requests: count }))
      .refine(
        (times) => isUnique(times, ({ scenario, lane }) => `${scenario} ${lane}`),
        'a scenario stands twice in one lane',
      ),
    requests: z
      .object({ total: count, perSecond: z.number() })
      .describe('the requests of all scenarios, and their rate while scenarios ran'),
    writesPerSecond: z.partialRecord(z.enum(storageModes), z.number()),
    executable: z.string().optional().describe('the path of a binary target'),
    unreadDigests: z
      .string()
      .optional()
      .describe('why digests of the build, besides those in `target`, could not be read'),
    deaths: z
      .array(z.string())
      .optional()
      .describe('target processes that ended by themselves, each with its exit status'),
    reportUrl: webAddress.optional().describe('where report.html is published'),
    workflowUrl: webAddress.optional().describe('the run of GitHub Actions that made this one, with its artifacts'),
    brokenScenarios: z
      .array(z.string())
      .optional()
      .describe('scenarios that ended with an error outside of their checks; `--rerun-failed` repeats them'),
  }),
  options: z.object({
    seed: z.int(),
    lanes: z.array(z.enum(laneNames)),
    filtered: z
      .boolean()
      .describe('true: only part of the suites was run; only profiles that were run completely can be conformant'),
    filters: z.array(z.string()),
    claimed: z.array(z.enum(profiles)).describe('the profiles that the operator claims for the target'),
    required: z.array(z.enum(profiles)).describe('the profiles of --require-conformance'),
    strict: z.boolean(),
    baseline: z
      .object({
        name: z.string(),
        target: z.string(),
        release: z.string(),
        commit: z.string(),
        database: z.string(),
        manifests: z.enum(manifestsOrigins).optional(),
        unfilled: count.describe('the checks that it lists with a reason that is to be filled in'),
        dueForReview: count.describe('the checks whose intermittent failures are asked for again'),
      })
      .optional()
      .describe('the list of known failures, and the target and database for which it was made'),
  }),
  target: z.object({
    kind: z.enum(['reference', 'binary', 'image', 'installation']),
    selfCheck: z
      .boolean()
      .describe('true: the target is the reference implementation, so a passed gate says nothing about a KFP server'),
    release: z.string(),
    commit: z.string(),
    sha256: z.string().optional(),
    digests: z
      .array(z.string())
      .describe(
        'sha256:… of the image configuration, of the image in its registry, and of a binary: two runs with a common digest had the same build',
      ),
    storageModes: z.array(z.enum(storageModes)).describe('the storage modes that the target offers'),
    manifests: z.enum(manifestsOrigins),
    features: z.partialRecord(z.enum(storageModes), z.record(z.string(), z.boolean())),
  }),
  environment: z.object({
    name: z.string(),
    versions: z.record(z.string(), z.string()),
    database: z
      .object({
        product: z.string(),
        version: z.string(),
        characterSet: z.string(),
        collation: z.string(),
      })
      .optional()
      .describe('absent if the harness has no access to it'),
  }),
  summary: z.object({
    checks: count,
    passed: count,
    failed: count,
    knownFailure: count,
    staleBaseline: count,
    recorded: count,
    notApplicable: count,
    blocked: count,
    error: count,
  }),
  areas: z.record(z.string(), z.string()).optional().describe('the titles of the areas of these requirements, by code'),
  requirements: z.array(requirement),
  scenarios: z.array(scenario).describe('the source location of every scenario that has a check'),
  causes: z
    .array(cause)
    .describe('why checks do not hold: what is new first, then changed, fixed and known, each by its number of checks'),
  differences: z.array(difference),
  verdicts: z.object({
    gate: z.object({
      passed: z.boolean(),
      reasons: z.array(z.string()).describe('every reason why it failed'),
      unmet: z
        .array(z.string())
        .describe(
          'the reasons that are neither checks nor errors: nothing was judged, or a required profile is not conformant',
        ),
      broken: z
        .array(z.string())
        .describe('the reasons that make the results unreliable: lost results, deaths of the target'),
      cleanUp: z.string().optional().describe('the failure of the clean-up, which leaves the results as they are'),
    }),
    conformance: z.array(
      z.object({
        profile: z.enum(profiles),
        verdict: z
          .enum(['conformant', 'not-conformant', 'not-decided', 'not-claimed'])
          .describe(
            'not-claimed: the target lacks the feature that the profile consists of, and the profile was not claimed for it',
          ),
        reasons: z.array(z.string()),
        unmet: z
          .array(z.object({ requirement: z.string(), lane: z.enum(laneNames) }))
          .optional()
          .describe('the mandatory pairs that are not met, which `reasons` names as well'),
        warnings: z.array(z.string()),
        modes: z
          .array(z.enum(storageModes))
          .describe('the storage modes in which the verdict decided a mandatory requirement'),
        mandatory: z
          .object({
            requirements: count.describe('MUST, and SHOULD in a strict run'),
            undecided: count.describe('the requirements among them that no version of the suites decides yet'),
            met: count,
            unmet: count,
            exempt: count,
            missing: count,
          })
          .describe('the mandatory requirements of the profile; the last four count pairs of requirement and lane'),
        exemptions: z
          .array(
            z.object({
              reason: z.enum([
                'storage-mode-not-offered',
                'before-introduced',
                'needs-own-server',
                'feature-not-claimed',
              ]),
              feature: z.enum(features).optional().describe('the feature that the target lacks'),
              pairs: count,
            }),
          )
          .describe('the exempt pairs by reason'),
        missing: z
          .array(
            z.object({
              kind: z.enum(['not-applicable', 'error', 'no-result', 'not-judged', 'not-declared']),
              cause: z.string(),
              checks: count,
            }),
          )
          .describe('the mandatory checks that nothing decided and nothing exempts'),
      }),
    ),
  }),
});

/** The content of `report.json`. */
export type Report = z.infer<typeof reportSchema>;
export type RequirementResult = Report['requirements'][number];
export type CheckEntry = NonNullable<RequirementResult['lanes'][keyof RequirementResult['lanes']]>['checks'][number];
