import { versions, type Toolchain } from './versions.ts';

/**
 * Flags of every build. Paths are trimmed, so that the same inputs give the same program everywhere; nobody debugs these
 * programs, and without debug information compiling takes a fifth less.
 */
export const buildFlags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-gcflags=all=-dwarf=false'] as const;

const kubernetesVersion = (): string => {
  const [major, minor] = versions.toolchains.kubernetes.split('.');
  const stamp: Readonly<Record<string, string>> = {
    gitVersion: `v${versions.toolchains.kubernetes}`,
    gitMajor: major ?? '',
    gitMinor: minor ?? '',
    gitTreeState: 'clean',
  };
  // Kubernetes reads its version from link-time variables; a build of the module alone would call itself v0.0.0.
  return Object.entries(stamp)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
};

/** Flags of the linker: no symbol table, and in Kubernetes' programs their version. */
export const linkerFlags = (toolchain: Toolchain): string =>
  toolchain === 'kubernetes' ? `-s -w ${kubernetesVersion()}` : '-s -w';
