import { z } from 'zod';
import { laneNames, storageModes } from '../../contract/lane-name.ts';
import { operationNames } from '../../contract/load-operation.ts';
import { invalidReasons } from './invalid-reason.ts';

const count = z.int().nonnegative();
const seconds = z.number().nonnegative();
const bytes = z.int().nonnegative();

const distribution = z
  .object({
    count,
    min: z.number(),
    max: z.number(),
    mean: z.number(),
    grid: z.array(z.number()).describe('the exact quantiles at the probabilities of `quantileGrid`'),
  })
  .describe('of all samples, in milliseconds');

const usage = z.object({
  cpuSeconds: z.number().nonnegative(),
  peakRssBytes: bytes,
});

const invalidity = z.object({
  reason: z.enum(invalidReasons),
  subject: z.string().optional().describe('client-limited: who limits; others: what is concerned'),
  text: z.string().describe('a sentence with the numbers'),
});

const window = z.object({
  startSeconds: seconds.describe('since the measured part began'),
  seconds,
  iterations: count,
  p50: z.number().optional().describe('milliseconds of service time; absent: nothing ended in the window'),
  p99: z.number().optional(),
});

const attribution = z
  .object({
    client: z.number().nonnegative().describe('in the generator, the network and, for REST, the target itself'),
    apiServer: z.number().nonnegative().describe('in kube-apiserver without webhooks and etcd'),
    webhook: z.number().nonnegative(),
    etcd: z.number().nonnegative(),
  })
  .describe('mean milliseconds of one iteration, from the histograms of the servers');

const measurement = z.object({
  target: z.string().describe('the name of a target in `targets`'),
  lane: z.enum(laneNames),
  objects: count.describe('the pipelines in the store that was opened, which the plan names'),
  objectsBefore: count.describe(
    'the pipelines when the measurement began, with those of its warm-up and others before it',
  ),
  objectsAfter: count.describe('the pipelines when it had ended'),
  operation: z.enum(operationNames),
  variation: z
    .record(z.string(), z.string())
    .describe('the factors of the plan that differ from their defaults, the same in all measurements'),
  startedAt: z.iso.datetime(),
  loop: z
    .enum(['open', 'closed'])
    .describe('open: at an offered rate, whatever the answers take; closed: virtual users'),
  seconds: seconds.describe('of the measured part, without the warm-up'),
  virtualUsers: count,
  offeredPerSecond: z.number().positive().optional().describe('iterations a second; only in an open loop'),
  perSecond: z.number().nonnegative().describe('iterations that ended, a second'),
  capacityPerSecond: z
    .number()
    .positive()
    .optional()
    .describe('iterations a second that the same virtual users reached in a closed loop just before'),
  capacityLimitedBy: invalidity
    .optional()
    .describe('who limited that closed loop, if it was not the servers: the capacity is not theirs'),
  quantile: z
    .number()
    .positive()
    .optional()
    .describe('the highest quantile, in percent, that its length and rate were planned for; only in an open loop'),
  iterations: count,
  requests: count,
  service: distribution.optional().describe('of a request: from sending to the last byte of its answer'),
  response: distribution
    .optional()
    .describe(
      'of an iteration, from the instant it was due, in a closed loop from its start: schedule lag, connection, and all its requests',
    ),
  lag: distribution.optional().describe('of the start of an iteration behind the instant it was due'),
  dropped: count,
  interrupted: count,
  scriptErrors: count,
  wrongAnswers: count,
  throttled: count.describe('answers with status 429'),
  windows: z.array(window),
  attribution: attribution.optional(),
  usage: z.record(z.string(), usage).describe('by process: k6, etcd, kube-apiserver, mariadb, target, harness …'),
  figures: z
    .record(z.string(), z.number())
    .describe('further numbers of the operation, by a name that ends in its unit: gapsCount, visibleP99Ms'),
  invalid: z.array(invalidity).describe('why the numbers must not be used; empty: the measurement is valid'),
});

const store = z.object({
  target: z.string(),
  storage: z.enum(storageModes),
  objects: count,
  versions: count,
  namespaces: count,
  seeding: z
    .object({
      from: z.enum(['nothing', 'smaller-store', 'snapshot', 'unfinished']),
      created: count.describe('pipelines and versions that this run created'),
      seconds,
      perSecond: z
        .number()
        .nonnegative()
        .optional()
        .describe('absent where an unfinished store was continued: some of what was sent was there already'),
      harnessCpuSeconds: z.number().nonnegative(),
    })
    .describe('how the store came to hold its objects'),
  proof: z.object({
    counted: count.describe('the pipelines that the store itself counts'),
    countedVersions: count,
    sampled: count.describe('objects read back and compared with what was sent'),
    equal: count,
  }),
  databaseBytes: bytes.optional().describe('MariaDB: data and indexes'),
  etcdBytes: bytes.optional().describe('the size of the database file of etcd'),
  etcdBytesInUse: bytes.optional(),
  rssBytes: z.record(z.string(), bytes).describe('by process, at rest with these objects'),
});

const sample = z.object({
  second: seconds.describe('since the run began'),
  values: z.record(z.string(), z.number()).describe('by series; `series` tells their units'),
});

const event = z.object({
  second: seconds,
  kind: z.enum(['restart', 'compaction', 'watchdog', 'failure']),
  text: z.string(),
});

/** The version of load.json that is written. */
export const loadSchemaVersion = '1.0.0';

/** The schema of load.json. */
export const loadSchema = z.object({
  schemaVersion: z
    .string()
    .regex(/^1\.\d+\.\d+$/)
    .describe('readers accept every version with the same first number, and ignore keys that they do not know'),
  suite: z.object({ version: z.string(), commit: z.string().optional() }),
  run: z.object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    durationSeconds: seconds,
    command: z.array(z.string()),
    complete: z.boolean().describe('false: interrupted or broken, the results are partial'),
    broken: z.array(z.string()).describe('what ended the run early, or cannot be trusted in all of it'),
    harnessCpuShare: z.number().nonnegative().describe('CPU seconds of the harness over all CPU seconds of the run'),
    reportUrl: z.string().optional().describe('where report.html is published'),
    workflowUrl: z.string().optional().describe('the run of GitHub Actions'),
  }),
  plan: z.object({
    name: z.string(),
    digest: z.string().describe('sha256:… of the whole plan: measurements of one digest can be compared'),
    seed: z.int(),
    settings: z.unknown().describe('the plan as it was run'),
  }),
  machine: z.object({
    platform: z.string(),
    kernel: z.string(),
    cpuModel: z.string(),
    cpus: count,
    memoryBytes: bytes,
  }),
  environment: z.object({
    name: z.string(),
    versions: z.record(z.string(), z.string()),
    durability: z
      .enum(['full', 'relaxed', 'unknown'])
      .describe('unknown: an installation that the harness did not start'),
    audit: z.boolean().optional().describe('whether the Kubernetes API writes an audit log; absent: unknown'),
    webhooks: z
      .enum(['found', 'none', 'unknown'])
      .optional()
      .describe('whether an installation has webhooks for pipelines; absent: they are those of the plan'),
    identity: z.string().describe('who sends the measured requests to the Kubernetes API, and with which rights'),
    settings: z.record(z.string(), z.string()).describe('what bears on the numbers: GOGC, buffer pool, quota, limits'),
    labels: z.array(z.string()).describe('each departure from the settings for measurements; empty: none'),
  }),
  targets: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['reference', 'binary', 'image', 'installation']),
      release: z.string(),
      commit: z.string(),
      sha256: z.string().optional(),
    }),
  ),
  quantileGrid: z.array(z.number()).describe('probabilities in percent, ascending'),
  stores: z.array(store),
  measurements: z.array(measurement),
  notMeasured: z
    .array(
      z.object({
        target: z.string().optional().describe('absent: in every target'),
        lane: z.enum(laneNames),
        operation: z.enum(operationNames),
        text: z.string().describe('why, and what comes nearest to it: `no sorting in the Kubernetes API`'),
      }),
    )
    .optional()
    .describe('the operations of the plan that a lane does not have'),
  requirements: z.array(
    z.object({
      id: z.string(),
      target: z.string(),
      lane: z.enum(laneNames),
      outcome: z.enum(['met', 'not-met', 'recorded', 'not-decided']),
      text: z.string().describe('the numbers that decide it, or why they are missing'),
    }),
  ),
  series: z.record(z.string(), z.string()).describe('name of a series in `samples` → its unit'),
  samples: z.array(sample).describe('once a second'),
  sampling: z
    .object({
      cpuSeconds: z.number().nonnegative().describe('that taking the samples cost'),
      missed: count.describe('samples that were due and not taken'),
    })
    .optional()
    .describe('what `samples` cost'),
  events: z.array(event),
});

/** The content of load.json. */
export type LoadReport = z.infer<typeof loadSchema>;
export type Measurement = LoadReport['measurements'][number];
export type StoreRecord = LoadReport['stores'][number];
export type Distribution = NonNullable<Measurement['service']>;
export type Invalidity = Measurement['invalid'][number];
