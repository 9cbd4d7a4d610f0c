import { expect, test } from 'vitest';
import { exitCode as ofTheCommand } from '../src/failures/exit-code.ts';
// @ts-expect-error plain JavaScript, which runs before TypeScript can
import { exitCode as beforeTheCommand } from './exit-code.mjs';

// Why: a script that reads the exit code must not learn from it which Node was found first.
test('what fails before the command runs has the exit codes of the command', () => {
  expect(ofTheCommand).toMatchObject(beforeTheCommand as object);
});
