import { expect, test } from 'vitest';
import { departures } from './reported-settings.ts';

const measured = {
  durability: 'full',
  GOGC: '100',
  'etcd fsync': 'on',
  'etcd quota-backend-bytes': '8589934592',
  'kube-apiserver audit': 'off',
  'kube-apiserver request limits': 'default',
  innodb_buffer_pool_size: '1073741824',
  innodb_flush_log_at_trx_commit: '1',
  innodb_doublewrite: 'ON',
  innodb_use_native_aio: 'OFF',
  log_bin: 'OFF',
  database: 'own',
  'file system': 'ext4',
};

test('an environment for measurements has no departures', () => {
  expect(departures(measured)).toEqual([]);
});

// Why: a directory in memory would make fsync free, and the report would still say that durability is full.
test.each([
  ['durability', 'relaxed'],
  ['GOGC', '400'],
  ['etcd fsync', 'off'],
  ['kube-apiserver audit', 'blocking'],
  ['kube-apiserver request limits', '3000 in all, 1500 mutating'],
  ['innodb_buffer_pool_size', '134217728'],
  ['innodb_flush_log_at_trx_commit', '0'],
  ['log_bin', 'ON'],
  ['database', 'external'],
  ['file system', 'tmpfs'],
])('%s %s is a departure', (name, value) => {
  expect(departures({ ...measured, [name]: value })).toEqual([`${name}: ${value}`]);
});
