import { expect, test } from 'vitest';
import { placeOf, type RunOptions } from './run-options.ts';

const place = (options: Partial<RunOptions>) =>
  placeOf({ target: 'reference', environment: 'local', ...options } as RunOptions);

test('a run takes place where its options say', () => {
  expect(place({})).toEqual({ environment: 'local', target: 'reference' });
  expect(place({ environment: 'kind', nodeImage: 'offline', manifests: 'm' })).toEqual({
    environment: 'kind',
    target: 'reference',
    manifests: 'm',
    nodeImage: 'offline',
    kept: false,
  });
});

test('an option of another environment is refused, and so is an environment that there is not', () => {
  expect(() => place({ nodeImage: 'offline' })).toThrow('--node-image is for --environment kind, and this is local');
  expect(() => place({ environment: 'kind', databaseUrl: 'mysql://x' })).toThrow(
    '--database-url is for --environment local',
  );
  expect(() => place({ environment: 'moon' })).toThrow('--environment moon: expected one of local, kind, existing');
});
