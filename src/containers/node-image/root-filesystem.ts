import { existsSync } from 'node:fs';
import { appendFile, chmod, copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EnginePrograms } from '../own-engine/engine-programs.ts';
import { nodeManifests, nodeScripts } from './node-stand-ins.ts';
import { step, type BuildContext } from '../images/build-step.ts';

/** The Debian release of the node, whose systemd still supports cgroup v1. */
const suite = 'bookworm';

const packages = [
  'systemd',
  'systemd-sysv',
  'containerd',
  'runc',
  'containernetworking-plugins',
  'iptables',
  'iproute2',
  'mount',
  'kmod',
  'conntrack',
  'ethtool',
  'procps',
  'hostname',
  'libseccomp2',
  'ca-certificates',
  'jq',
] as const;

/** The Debian mirror of this machine's apt, if the machine runs Debian. */
const machineMirror = async (context: BuildContext): Promise<readonly string[]> => {
  const targets = await step(context, 'apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(CODENAME) $(ORIGIN)',
    'Created-By: Packages',
  ]);
  const own = targets.split('\n').map((line) => /^(\S+) (\S+) Debian$/.exec(line));
  const [, uri] = own.find((match) => match?.[2] === suite) ?? own.find((match) => match !== null) ?? [];
  // A security archive does not contain the whole distribution.
  return uri === undefined || uri.includes('security') ? [] : [uri];
};

const bootstrap = async (context: BuildContext, { directory }: EnginePrograms, root: string): Promise<void> => {
  const keyring = ['/', directory]
    .map((base) => path.join(base, 'usr/share/keyrings/debian-archive-keyring.gpg'))
    .find((file) => existsSync(file));
  await step(context, 'debootstrap', [
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    ...(keyring === undefined ? [] : [`--keyring=${keyring}`]),
    suite,
    root,
    ...(await machineMirror(context)),
  ]);
  for (const folder of [
    'var/cache/apt',
    'var/lib/apt/lists',
    'usr/share/doc',
    'usr/share/man',
    'usr/share/locale',
    'usr/share/info',
  ])
    await rm(path.join(root, folder), { recursive: true, force: true });
};

/** Removes the chosen entries of a directory, which may be missing. */
const removeEntries = async (directory: string, chosen: (name: string) => boolean): Promise<void> => {
  if (!existsSync(directory)) return;
  for (const name of await readdir(directory))
    if (chosen(name)) await rm(path.join(directory, name), { recursive: true });
};

/** Disables all services except the kubelet and containerd, as kind's Dockerfile does. */
const trimServices = async (root: string): Promise<void> => {
  const units = path.join(root, 'lib/systemd/system');
  const own = path.join(root, 'etc/systemd/system');
  await removeEntries(path.join(units, 'sysinit.target.wants'), (name) => name === 'systemd-tmpfiles-setup.service');
  for (const target of ['multi-user', 'local-fs', 'basic'])
    await removeEntries(path.join(units, `${target}.target.wants`), () => true);
  await removeEntries(path.join(units, 'sockets.target.wants'), (name) => /udev|initctl/.test(name));
  for (const name of await readdir(own))
    if (name.endsWith('.wants')) await removeEntries(path.join(own, name), () => true);
  await appendFile(path.join(root, 'etc/systemd/journald.conf'), 'ReadKMsg=no\n');
  await symlink('/dev/null', path.join(own, 'systemd-binfmt.service'));
  const wanted = path.join(own, 'multi-user.target.wants');
  await mkdir(wanted, { recursive: true });
  for (const unit of ['kubelet', 'containerd', 'undo-mount-hacks'])
    await symlink(`/etc/systemd/system/${unit}.service`, path.join(wanted, `${unit}.service`));
};

const makeExecutable = async (directory: string): Promise<void> => {
  for (const name of await readdir(directory)) await chmod(path.join(directory, name), 0o755);
};

/** Adds kind's entrypoint, units and configurations. File modes are set here, because a Go module's archive has none. */
const addNodeFiles = async (root: string, nodeFiles: string): Promise<void> => {
  // Files are written and not copied, because copies from the read-only module cache would be read-only.
  for (const folder of ['etc', 'kind', 'usr/local/bin']) {
    const from = path.join(nodeFiles, folder);
    for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
      const target = path.join(root, folder, path.relative(from, entry.parentPath), entry.name);
      if (entry.isDirectory()) await mkdir(target, { recursive: true });
      else {
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, await readFile(path.join(entry.parentPath, entry.name)), { mode: 0o644 });
      }
    }
  }
  await makeExecutable(path.join(root, 'usr/local/bin'));
  await makeExecutable(path.join(root, 'kind/bin'));
};

const configureContainerd = async (context: BuildContext, root: string, pause: string): Promise<void> => {
  for (const name of ['containerd', 'ctr', 'containerd-shim-runc-v2'])
    await symlink(`/usr/bin/${name}`, path.join(root, 'usr/local/bin', name));
  const file = path.join(root, 'etc/containerd/config.toml');
  const given = await readFile(file, 'utf8');
  const configured = given
    .replace(/sandbox_image = ".*"/, `sandbox_image = "${pause}"`)
    // Without CAP_SYS_RESOURCE a pod's score must not be lower than that of its parent.
    .replace('restrict_oom_score_adj = false', 'restrict_oom_score_adj = true');
  if (!configured.includes(pause) || !configured.includes('restrict_oom_score_adj = true'))
    throw new Error(
      `expected sandbox_image and restrict_oom_score_adj in kind's ${path.basename(file)}, but got:\n${given}`,
    );
  await writeFile(file, configured);
  const specification = JSON.parse(await step(context, 'chroot', [root, 'ctr', 'oci', 'spec'])) as {
    hooks?: { createContainer?: unknown[] };
    process: { rlimits?: unknown };
  };
  delete specification.process.rlimits;
  specification.hooks = {
    ...specification.hooks,
    createContainer: [...(specification.hooks?.createContainer ?? []), { path: '/kind/bin/mount-product-files.sh' }],
  };
  await writeFile(path.join(root, 'etc/containerd/cri-base.json'), JSON.stringify(specification));
};

const addNetwork = async (root: string): Promise<void> => {
  await mkdir(path.join(root, 'opt/cni/bin'), { recursive: true });
  for (const plugin of ['ptp', 'host-local', 'portmap', 'loopback'])
    await symlink(`/usr/lib/cni/${plugin}`, path.join(root, 'opt/cni/bin', plugin));
};

/** The contents of a node's file system. */
export interface NodeContents {
  /** The directory `images/base/files` of kind. */
  readonly nodeFiles: string;
  /** Paths of kubelet, kubeadm and kubectl. */
  readonly programs: Readonly<Record<'kubelet' | 'kubeadm' | 'kubectl', string>>;
  /** `registry.k8s.io/pause:3.10.1` */
  readonly pause: string;
  /** `v1.34.4` */
  readonly version: string;
}

/** Creates the file system of a node in `root`, without the images in its store. */
export const makeRootFileSystem = async (
  context: BuildContext,
  engine: EnginePrograms,
  contents: NodeContents,
  root: string,
): Promise<void> => {
  await bootstrap(context, engine, root);
  await trimServices(root);
  await addNodeFiles(root, contents.nodeFiles);
  await configureContainerd(context, root, contents.pause);
  await addNetwork(root);
  for (const [name, program] of Object.entries(contents.programs)) {
    await copyFile(program, path.join(root, 'usr/bin', name));
    await chmod(path.join(root, 'usr/bin', name), 0o755);
  }
  await mkdir(path.join(root, 'etc/kubernetes/manifests'), { recursive: true });
  await writeFile(path.join(root, 'kind/version'), contents.version);
  for (const [file, content] of Object.entries(nodeManifests)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  for (const [file, content] of Object.entries(nodeScripts))
    await writeFile(path.join(root, file), content, { mode: 0o755 });
};
