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
