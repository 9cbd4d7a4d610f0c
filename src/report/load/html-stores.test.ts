import { expect, test } from 'vitest';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { sizesSection } from './html-stores.ts';

const sample = sampleLoadReport();

// Why: both servers run in either mode, and the empty one has a size too.
test('the size of a store is that of the server that holds the pipelines', () => {
  const stores = (['database', 'kubernetes'] as const).map((storage) => ({
    ...sample.stores[0]!,
    storage,
    objects: 1_000,
    databaseBytes: 3_000_000,
    etcdBytes: 7_000_000,
    etcdBytesInUse: 5_000_000,
  }));
  const text = (sizesSection({ ...sample, stores })?.source ?? '')
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .replaceAll(/ +/g, ' ');
  expect(text).toContain(' MariaDB 2.86 MiB 3,000 bytes ');
  expect(text).toContain(' etcd file 6.68 MiB, etcd in use 4.77 MiB 7,000 bytes ');
});

// Why: the memory of the harness was plotted as that of the store.
test('memory is plotted where a server is sampled', () => {
  const sourceOf = (rssBytes: Readonly<Record<string, number>>): string =>
    sizesSection({ ...sample, stores: sample.stores.map((store) => ({ ...store, rssBytes })) })?.source ?? '';
  expect(sourceOf({ harness: 90_000_000 })).not.toContain('Memory at rest</h3>');
  expect(sourceOf({ harness: 90_000_000, etcd: 50_000_000 })).toContain('Memory at rest</h3>');
  expect(sourceOf({ harness: 90_000_000 })).toContain('Bytes stored</h3>');
});
