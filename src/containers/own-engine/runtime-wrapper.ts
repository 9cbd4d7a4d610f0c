import { readFileSync } from 'node:fs';

/** Number of CAP_SYS_RESOURCE in the kernel's list of capabilities. */
const sysResource = 24n;

/**
 * Whether even root lacks CAP_SYS_RESOURCE, as on some virtual machines and CI runners. Privileged containers cannot start
 * there without the wrapper, because the runtime requests every capability.
 */
export const lacksSysResource = (status = readFileSync('/proc/self/status', 'utf8')): boolean => {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return bounding !== undefined && (BigInt(`0x${bounding}`) & (1n << sysResource)) === 0n;
};

/** An OCI runtime that removes CAP_SYS_RESOURCE and its uses from a container's configuration before it calls `runc`. */
export const runtimeWrapper = (runc: string): string => `#!/bin/sh
bundle= process= previous= starts=
for argument in "$@"; do
  case "$previous" in --bundle | -b) bundle=$argument ;; --process | -p) process=$argument ;; esac
  case "$argument" in --bundle=*) bundle=\${argument#*=} ;; --process=*) process=\${argument#*=} ;; create | run) starts=1 ;; esac
  previous=$argument
done
[ -n "$starts" ] && [ -z "$bundle" ] && bundle=.
for file in "\${bundle:+$bundle/config.json}" "$process"; do
  [ -n "$file" ] && [ -f "$file" ] &&
    sed -i -E 's/,"CAP_SYS_RESOURCE"//g; s/"CAP_SYS_RESOURCE",?//g; s/"oomScoreAdj":-[0-9]+/"oomScoreAdj":0/g' "$file"
done
exec '${runc}' "$@"
`;
