import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The kernel settings of the whole machine that a kubelet changes from within its container. */
const names = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
] as const;

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    // The kernel does not have this setting.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
};

/** Saves the machine's settings and returns a function that restores the ones that have changed. */
export const saveKernelSettings = (directory = '/proc/sys'): (() => void) => {
  const before = names.map((name) => [path.join(directory, name), read(path.join(directory, name))] as const);
  return () => {
    for (const [file, value] of before) if (value !== undefined && read(file) !== value) writeFileSync(file, value);
  };
};
