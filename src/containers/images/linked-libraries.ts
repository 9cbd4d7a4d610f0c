import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { patience } from '../../waiting/slowness.ts';

const execute = promisify(execFile);

/** Libraries that older versions of glibc load dynamically to resolve host names, so ldd does not list them. */
const nameServices = ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2'];

/** The libraries in the output of `ldd`. Throws an EnvironmentError if one of them is missing. */
export const librariesIn = (printed: string, program: string): readonly string[] => {
  const missing = [...printed.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name);
  if (missing.length > 0)
    throw new EnvironmentError(
      `${program} is linked with ${missing.join(', ')}, which this machine does not have: install it, or link the program statically`,
    );
  return [...new Set([...printed.matchAll(/(\/\S+) \(0x/g)].map(([, file]) => file ?? ''))];
};

/** The absolute paths of the shared libraries that a program needs; empty if it is linked statically. */
export const linkedLibraries = async (program: string): Promise<readonly string[]> => {
  let printed: string;
  try {
    ({ stdout: printed } = await execute('ldd', [program], {
      env: { ...process.env, LC_ALL: 'C' },
      timeout: patience(20_000),
    }));
  } catch (cause) {
    const { stderr = '', stdout = '', message } = cause as Error & { stderr?: string; stdout?: string };
    if (/not a dynamic executable|not a valid dynamic program/i.test(stderr + stdout)) return [];
    throw new EnvironmentError(`ldd could not list the libraries of ${program}: ${stderr.trim() || message}`, {
      cause,
    });
  }
  const libraries = librariesIn(printed, program);
  const libc = libraries.find((file) => path.basename(file).startsWith('libc.so'));
  const nssLibraries = libc === undefined ? [] : nameServices.map((name) => path.join(path.dirname(libc), name));
  return [...new Set([...libraries, ...nssLibraries.filter((file) => existsSync(file))])];
};
