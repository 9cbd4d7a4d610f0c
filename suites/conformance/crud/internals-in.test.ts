import { expect, test } from 'vitest';
import { internalsIn } from './internals-in.ts';

test('stack traces and SQL are found in the JSON of an error, whose line breaks are escaped', () => {
  const body = (text: string) => JSON.stringify({ error_details: text });
  expect(internalsIn(body('no\nserver.upload\n\t/src/server/pipeline_upload_server.go:196'))).toEqual([
    'a Go stack trace',
  ]);
  expect(internalsIn(body('no\n    at upload (/app/server.js:12:3)'))).toEqual(['a JavaScript stack trace']);
  expect(internalsIn(body('Error 1452 (23000): Cannot add a child row'))).toEqual(['SQL text']);
});

test('an ordinary message with SQL keywords is not reported as SQL', () => {
  expect(internalsIn('Pipeline "select" not found: update the name from the list, error 404.')).toEqual([]);
});
