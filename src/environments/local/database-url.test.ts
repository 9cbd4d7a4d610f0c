import { expect, test } from 'vitest';
import { openDatabaseUrl } from './database-url.ts';

test.each([
  ['postgres://kfp:secret@127.0.0.1:5432', 'usage', /must have the form mysql:/],
  ['127.0.0.1:3306', 'usage', /must have the form mysql:/],
  ['mysql://127.0.0.1:3306', 'usage', /must have the form mysql:/],
  ['mysql://kfp:secret@127.0.0.1:3306/mlpipeline', 'usage', /without the database mlpipeline/],
  [
    'mysql://kfp:secret@127.0.0.1:1',
    'environment',
    /database at 127\.0\.0\.1:1 \(user kfp\) cannot be used.*ECONNREFUSED/,
  ],
])('%s is rejected with a remedy, and the error does not contain the password', async (url, code, message) => {
  const failure = await openDatabaseUrl(url).catch((cause: unknown) => cause);
  expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
  expect(String(failure)).not.toContain('secret');
});
