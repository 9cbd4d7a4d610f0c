import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { librariesIn, linkedLibraries } from './linked-libraries.ts';

const printed = `
	linux-vdso.so.1 (0x00007f57280c4000)
	libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f5725d11000)
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f572541e000)
	/lib64/ld-linux-x86-64.so.2 (0x00007f57280c6000)
`;

// Why: without the loader the kernel reports that the program does not exist.
test('returns the libraries and the loader, without the vDSO of the kernel', () => {
  expect(librariesIn(printed, '/bin/x')).toEqual([
    '/lib/x86_64-linux-gnu/libz.so.1',
    '/lib/x86_64-linux-gnu/libc.so.6',
    '/lib64/ld-linux-x86-64.so.2',
  ]);
});

test('the error about a missing library names it', () => {
  expect(() => librariesIn('\tlibmissing.so.3 => not found\n', '/bin/x')).toThrow(
    '/bin/x is linked with libmissing.so.3',
  );
});

test.skipIf(process.platform !== 'linux')('a script has no libraries, a dynamic executable has some', async () => {
  const script = path.join(await temporaryDirectory(), 'script');
  await writeFile(script, '#!/bin/sh\n', { mode: 0o755 });
  expect(await linkedLibraries(script)).toEqual([]);
  expect(await linkedLibraries(process.execPath)).toContainEqual(expect.stringMatching(/libc\.(so|musl)/));
});
