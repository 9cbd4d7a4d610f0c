import type { StartedKindCluster } from './started-kind-cluster.ts';

const script = (program: string): string =>
  `for folder in /proc/[0-9]*; do case "$(tr "\\0" " " < "$folder/cmdline" 2>/dev/null)" in ${program}\\ *) echo "\${folder#/proc/}";; esac; done`;

/** The process ids of a program in the node, found without pgrep, which a node image may lack. */
export const nodeProcesses = async (cluster: StartedKindCluster, program: string): Promise<readonly string[]> =>
  (await cluster.run('sh', '-c', script(program))).split('\n').filter((pid) => pid !== '');
