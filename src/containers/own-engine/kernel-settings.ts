import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a kubelet sets for the whole machine, from within its container. */
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
    // A kernel without it.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
};

/** Remembers the machine's settings; the function given back puts back those that were changed since. */
export const saveKernelSettings = (directory = '/proc/sys'): (() => void) => {
  const before = names.map((name) => [path.join(directory, name), read(path.join(directory, name))] as const);
  return () => {
    for (const [file, value] of before) if (value !== undefined && read(file) !== value) writeFileSync(file, value);
  };
};
