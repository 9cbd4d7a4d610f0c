import { expect, test } from 'vitest';
import { mariaDbVersion } from './find-mariadb.ts';

test('MariaDB is distinguished from MySQL by the output of its server', () => {
  expect(mariaDbVersion('mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)')).toBe(
    '10.11.19',
  );
  expect(mariaDbVersion('/usr/sbin/mysqld  Ver 11.4.2-MariaDB for Linux on x86_64')).toBe('11.4.2');
  // Ubuntu's CI runners have MySQL, whose data directory is prepared differently.
  expect(
    mariaDbVersion('/usr/sbin/mysqld  Ver 8.0.43-0ubuntu0.24.04.1 for Linux on x86_64 ((Ubuntu))'),
  ).toBeUndefined();
});
