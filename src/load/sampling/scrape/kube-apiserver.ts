import type { Connection } from '../../../clients/connection.ts';
import type { MetricSample } from '../prometheus/metric-sample.ts';
import { gauge, meanMs, rate } from './columns.ts';
import { readMetricsPage } from './metrics-page.ts';
import type { Column, Reading, Scraper } from './scraper.ts';
import { present, sumSamples } from './sum-samples.ts';

const request = 'apiserver_request_duration_seconds';
const etcd = 'etcd_request_duration_seconds';
const webhook = 'apiserver_admission_webhook_admission_duration_seconds';
const rejected = 'apiserver_flowcontrol_rejected_requests_total';
const requests = 'apiserver_request_total';
const objects = 'apiserver_resource_objects';
const size = 'apiserver_resource_size_estimate_bytes';

/** Sums and counts only: the buckets of histograms are most of the page, and means need none of them. */
const wanted = new Set([
  ...[request, etcd, webhook].flatMap((name) => [`${name}_sum`, `${name}_count`]),
  rejected,
  requests,
  objects,
  size,
]);

const group = 'pipelines.kubeflow.org';
const kinds = ['pipelines', 'pipelineversions'] as const;

/** The reviews that a target or the API server asks for while it serves a request in multi-user mode. */
const reviews = ['subjectaccessreviews', 'tokenreviews'];

type Labels = MetricSample['labels'];

/** Requests that last as long as their client wants say nothing about latency. */
const isShort = ({ verb }: Labels): boolean => verb !== 'WATCH' && verb !== 'CONNECT';

const isOfKind = ({ group: of, resource = '' }: Labels): boolean =>
  of === group ? (kinds as readonly string[]).includes(resource) : reviews.includes(resource);

/** Of the requests to etcd, the API server's own watches and leases have other resources or operations. */
const isStorage = ({ group: of, operation = '' }: Labels): boolean =>
  of === group && !/watch|progress/i.test(operation);

const isOurWebhook = ({ name = '' }: Labels): boolean => name.endsWith(group);

/** The reading of a metrics page of kube-apiserver. Other kinds than KFP's and access reviews are left out. */
export const kubeApiServerReading = (samples: readonly MetricSample[]): Reading => {
  const isRequest = (labels: Labels) => isShort(labels) && isOfKind(labels);
  const pair = (key: string, name: string, matches: (labels: Labels) => boolean) => ({
    [`${key}Seconds`]: sumSamples(samples, `${name}_sum`, matches) ?? 0,
    [`${key}Count`]: sumSamples(samples, `${name}_count`, matches) ?? 0,
  });
  return {
    totals: {
      ...pair('request', request, isRequest),
      ...pair('etcd', etcd, isStorage),
      ...pair('webhook', webhook, isOurWebhook),
      answered429: sumSamples(samples, requests, ({ code }) => code === '429') ?? 0,
      rejectedByFlowControl: sumSamples(samples, rejected) ?? 0,
    },
    gauges: present(
      Object.fromEntries(
        kinds.flatMap((kind) => [
          [kind, sumSamples(samples, objects, ({ group: of, resource }) => of === group && resource === kind)],
          [`${kind}Bytes`, sumSamples(samples, size, ({ group: of, resource }) => of === group && resource === kind)],
        ]),
      ),
    ),
  };
};

const columns: Readonly<Record<string, Column>> = {
  requestMs: meanMs('requestSeconds', 'requestCount'),
  requests: rate('requestCount', '1/s'),
  etcdMs: meanMs('etcdSeconds', 'etcdCount'),
  webhookMs: meanMs('webhookSeconds', 'webhookCount'),
  answered429: rate('answered429', '1/s'),
  rejectedByFlowControl: rate('rejectedByFlowControl', '1/s'),
  ...Object.fromEntries(
    kinds.flatMap((kind) => [
      [kind, gauge(kind, 'count')],
      [`${kind}Bytes`, gauge(`${kind}Bytes`, 'bytes')],
    ]),
  ),
};

/** Scrapes kube-apiserver with a connection that may read `/metrics`. */
export const kubeApiServerScraper = (connection: Connection): Scraper => ({
  name: 'kube-apiserver',
  columns,
  read: async (signal) => kubeApiServerReading(await readMetricsPage(connection, wanted, signal)),
});
