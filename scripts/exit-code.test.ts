import { expect, test } from 'vitest';
import { exitCode as ofTheCommand } from '../src/failures/exit-code.ts';
// @ts-expect-error plain JavaScript, which runs before TypeScript
import { exitCode as beforeTheCommand } from './exit-code.mjs';

// Why: the exit code of a failure must not depend on the Node version that was found first.
test('failures before the command runs have the exit codes of the command', () => {
  expect(ofTheCommand).toMatchObject(beforeTheCommand as object);
});
