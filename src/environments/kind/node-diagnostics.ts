import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { redactor } from '../redact.ts';
import { patience } from '../../waiting/slowness.ts';

/** Runs a command in the node and returns its output, regardless of its exit code. */
export type NodeCommand = (command: readonly string[]) => Promise<string>;

/** A command that prints the end of the chosen pods' logs, each log below its file name. */
const podLogTails = (chosen: string): readonly string[] => [
  'sh',
  '-c',
  `for file in $(find /var/log/pods -name "*.log" ${chosen} | sort); do echo "== $file"; tail -n 2000 "$file"; done`,
];

const commands: Readonly<Record<string, readonly string[]>> = {
  'kubeadm.log': ['sh', '-c', 'cat /kind/kubeadm.log 2>&1'],
  'journal.log': ['journalctl', '--no-pager', '--output=short-precise'],
  'static-pods.log': podLogTails('-path "*kube-system_*"'),
  'pods.log': podLogTails('-not -path "*kube-system_*"'),
  'containers.txt': ['ctr', '--namespace=k8s.io', 'tasks', 'ls'],
  'objects.txt': [
    'kubectl',
    '--kubeconfig=/etc/kubernetes/admin.conf',
    '--request-timeout=5s',
    'get',
    'nodes,pods,events',
    '--all-namespaces',
    '--output=wide',
  ],
};

const deadlineMs = 20_000;

const withTimeLimit = (command: Promise<string>): Promise<string> => {
  const limitMs = patience(deadlineMs);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${limitMs / 1000} s\n`), limitMs);
  });
  return Promise.race([command.catch((cause: Error) => `not available: ${cause.message}\n`), timeout]).finally(() =>
    clearTimeout(timer),
  );
};

/** Saves the diagnostics of a node without secrets: its journal, the logs of its pods, its containers and objects. */
export const collectNodeDiagnostics = async (
  run: NodeCommand,
  directory: string,
  secrets: readonly string[] = [],
): Promise<void> => {
  await mkdir(directory, { recursive: true });
  await Promise.all(
    Object.entries(commands).map(async ([file, command]) => {
      const redact = redactor(secrets);
      const lines = (await withTimeLimit(run(command))).split('\n').map(redact);
      await writeFile(path.join(directory, file), lines.filter((line) => line !== undefined).join('\n'));
    }),
  );
};
