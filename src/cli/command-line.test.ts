import { expect, test } from 'vitest';
import { withoutPasswords } from './command-line.ts';

test('the database password is removed from the command line in a report', () => {
  expect(withoutPasswords(['run', '--database-url', 'mysql://root:p@ss:w/rd@127.0.0.1:3306', '--seed', '1'])).toEqual([
    'run',
    '--database-url',
    'mysql://root:…@127.0.0.1:3306',
    '--seed',
    '1',
  ]);
  expect(withoutPasswords(['--database-url=mysql://kfp:secret@db'])).toEqual(['--database-url=mysql://kfp:…@db']);
});
