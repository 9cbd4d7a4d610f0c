import { expect, test } from 'vitest';
import { parseMetricSample } from '../prometheus/metric-sample.ts';
import { etcdReading, etcdScraper } from './etcd.ts';
import { kubeApiServerReading } from './kube-apiserver.ts';
import { statusTotals } from './mariadb.ts';
import { targetReading } from './target.ts';
import { serverSeconds } from './server-seconds.ts';
import { increases } from './totals.ts';

const samples = (...lines: readonly string[]) => lines.map(parseMetricSample);

const request = (verb: string, group: string, resource: string, sum: number, count: number) => {
  const labels = `{component="apiserver",dry_run="",group="${group}",resource="${resource}",scope="resource",subresource="",verb="${verb}",version="v2beta1"}`;
  return samples(
    `apiserver_request_duration_seconds_sum${labels} ${sum}`,
    `apiserver_request_duration_seconds_count${labels} ${count}`,
  );
};

const kfp = 'pipelines.kubeflow.org';

// As kube-apiserver 1.34.4 writes them.
const apiServerPage = [
  ...request('POST', kfp, 'pipelines', 2.25, 50),
  ...request('POST', kfp, 'pipelineversions', 1, 10),
  ...request('WATCH', kfp, 'pipelines', 300, 1),
  ...request('GET', '', 'configmaps', 7, 7),
  ...request('POST', 'authorization.k8s.io', 'subjectaccessreviews', 0.5, 20),
  ...samples(
    'etcd_request_duration_seconds_sum{group="pipelines.kubeflow.org",operation="create",resource="pipelines"} 0.125',
    'etcd_request_duration_seconds_count{group="pipelines.kubeflow.org",operation="create",resource="pipelines"} 50',
    'etcd_request_duration_seconds_sum{group="pipelines.kubeflow.org",operation="get",resource="pipelines"} 0.25',
    'etcd_request_duration_seconds_count{group="pipelines.kubeflow.org",operation="get",resource="pipelines"} 53',
    'etcd_request_duration_seconds_sum{group="coordination.k8s.io",operation="update",resource="leases"} 9',
    'apiserver_admission_webhook_admission_duration_seconds_sum{name="pipelineversions.pipelines.kubeflow.org",operation="CREATE",rejected="false",type="validating"} 0.75',
    'apiserver_admission_webhook_admission_duration_seconds_count{name="pipelineversions.pipelines.kubeflow.org",operation="CREATE",rejected="false",type="validating"} 10',
    'apiserver_admission_webhook_admission_duration_seconds_sum{name="other.example.com",operation="CREATE",rejected="false",type="validating"} 4',
    'apiserver_request_total{code="429",component="apiserver",dry_run="",group="pipelines.kubeflow.org",resource="pipelines",scope="namespace",subresource="",verb="LIST",version="v2beta1"} 1',
    'apiserver_request_total{code="201",component="apiserver",dry_run="",group="pipelines.kubeflow.org",resource="pipelines",scope="resource",subresource="",verb="POST",version="v2beta1"} 50',
    'apiserver_flowcontrol_rejected_requests_total{flow_schema="service-accounts",priority_level="workload-low",reason="queue-full"} 3',
    'apiserver_resource_objects{group="pipelines.kubeflow.org",resource="pipelines"} 50',
    'apiserver_resource_objects{group="",resource="pipelines"} 4',
    'apiserver_resource_size_estimate_bytes{group="pipelines.kubeflow.org",resource="pipelines"} 45000',
  ),
];

test('of kube-apiserver only KFP’s kinds and access reviews count, without watches', () => {
  expect(kubeApiServerReading(apiServerPage)).toEqual({
    totals: {
      requestSeconds: 3.75,
      requestCount: 80,
      etcdSeconds: 0.375,
      etcdCount: 103,
      webhookSeconds: 0.75,
      webhookCount: 10,
      answered429: 1,
      rejectedByFlowControl: 3,
    },
    gauges: { pipelines: 50, pipelinesBytes: 45000 },
  });
});

test('the seconds of the servers between two readings', () => {
  const none = kubeApiServerReading([]);
  const totals = increases(none, kubeApiServerReading(apiServerPage));
  expect(serverSeconds({ 'kube-apiserver': totals })).toEqual({ apiServer: 3.75, webhook: 0.75, etcd: 0.375 });
  expect(serverSeconds({})).toBeUndefined();
});

test('of etcd: sizes, quota, fsync and commit', () => {
  const reading = etcdReading(
    samples(
      'etcd_mvcc_db_total_size_in_bytes 3.35872e+05',
      'etcd_mvcc_db_total_size_in_use_in_bytes 2.5e+05',
      'etcd_server_quota_backend_bytes 8.589934592e+09',
      'etcd_disk_wal_fsync_duration_seconds_sum 0.25',
      'etcd_disk_wal_fsync_duration_seconds_count 100',
    ),
  );
  expect(reading.gauges).toEqual({ dbBytes: 335872, inUseBytes: 250000, quotaBytes: 8589934592 });
  const previous = { ...reading, totals: { fsyncSeconds: 0.05, fsyncCount: 60 } };
  const { columns } = etcdScraper('http://127.0.0.1:1');
  const seconds = 5;
  expect(columns['fsyncMs']?.value({ current: reading, previous, seconds })).toBeCloseTo(5);
  expect(columns['fsyncs']?.value({ current: reading, previous, seconds })).toBe(8);
  expect(columns['commitMs']?.value({ current: reading, previous, seconds })).toBeUndefined();
  expect(columns['fsyncs']?.value({ current: reading, seconds: 0 })).toBeUndefined();
});

test('a compaction of etcd is an event', () => {
  const at = (lastCompaction: number) => ({ totals: {}, gauges: { lastCompaction } });
  const { events } = etcdScraper('http://127.0.0.1:1');
  expect(events?.({ current: at(5), previous: at(4), seconds: 5 })).toMatchObject([{ kind: 'compaction' }]);
  expect(events?.({ current: at(5), previous: at(5), seconds: 5 })).toEqual([]);
  expect(events?.({ current: at(5), seconds: 0 })).toEqual([]);
});

test('of MariaDB: what its version tells', () => {
  const rows = [
    { Variable_name: 'Innodb_data_fsyncs', Value: '116' },
    { Variable_name: 'Innodb_buffer_pool_read_requests', Value: '2853' },
  ];
  expect(statusTotals(rows)).toEqual({ fsyncs: 116, poolRequests: 2853 });
});

test('of a target: what it exports', () => {
  const reading = targetReading(
    samples(
      'go_goroutines 42',
      'grpc_server_handling_seconds_sum{grpc_method="CreatePipeline",grpc_type="unary"} 2',
      'grpc_server_handling_seconds_sum{grpc_method="GetPipeline",grpc_type="unary"} 3',
    ),
  );
  expect(reading).toEqual({ totals: { handledSeconds: 5 }, gauges: { goroutines: 42 } });
});

test('a counter that begins anew with its server has no negative increase', () => {
  const reading = (totals: Record<string, number>) => ({ totals, gauges: {} });
  expect(increases(reading({ a: 100, b: 1 }), reading({ a: 7, b: 3, c: 2 }))).toEqual({ a: 7, b: 2, c: 2 });
});
