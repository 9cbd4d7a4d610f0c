import { expect, test } from 'vitest';
import { mariaDbVersion } from './find-mariadb.ts';

test('MariaDB is told from MySQL by what its server prints', () => {
  expect(mariaDbVersion('mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)')).toBe(
    '10.11.19',
  );
  expect(mariaDbVersion('/usr/sbin/mysqld  Ver 11.4.2-MariaDB for Linux on x86_64')).toBe('11.4.2');
  // Ubuntu's runners have this one: its data directory is prepared otherwise.
  expect(
    mariaDbVersion('/usr/sbin/mysqld  Ver 8.0.43-0ubuntu0.24.04.1 for Linux on x86_64 ((Ubuntu))'),
  ).toBeUndefined();
});
