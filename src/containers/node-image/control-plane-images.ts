import { chmod, copyFile, cp, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { ImageContent } from '../images/image-archive.ts';
import { step, type BuildContext } from '../images/build-step.ts';

/** The programs that kubeadm runs as pods. */
export const controlPlanePrograms = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'etcd',
  'coredns',
  'pause',
] as const;

const searchPath = 'PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

/** `kube-apiserver` of `registry.k8s.io/kube-apiserver:v1.34.4` */
const programOf = (reference: string): string => /([^/:]+):[^/]+$/.exec(reference)?.[1] ?? reference;

/** Adds iptables, which kube-proxy calls, and its libraries from the node's file system. */
const addIptables = async (context: BuildContext, rootfs: string, directory: string): Promise<void> => {
  // The libraries of the program, and of the extension modules that it loads for the options of a rule.
  const script = 'ldd /usr/sbin/xtables-nft-multi /usr/lib/*/xtables/*.so';
  const linked = await step(context, 'chroot', [rootfs, '/bin/sh', '-c', script]);
  const libraries = [...new Set([...linked.matchAll(/(\/\S+) \(0x/g)].map(([, file]) => file ?? ''))];
  const sbin = path.join(directory, 'usr', 'sbin');
  await mkdir(sbin, { recursive: true });
  await copyFile(path.join(rootfs, 'usr/sbin/xtables-nft-multi'), path.join(sbin, 'xtables-nft-multi'));
  for (const name of ['iptables', 'ip6tables'])
    for (const suffix of ['', '-save', '-restore'])
      await symlink('xtables-nft-multi', path.join(sbin, `${name}${suffix}`));
  for (const library of libraries) {
    await mkdir(path.join(directory, path.dirname(library)), { recursive: true });
    await copyFile(path.join(rootfs, library), path.join(directory, library));
  }
  const libxtables = libraries.find((library) => library.includes('/libxtables'));
  if (libxtables === undefined) throw new Error(`expected iptables to be linked with libxtables, but got:\n${linked}`);
  const folder = path.dirname(libxtables);
  const modules = path.join('usr', folder.replace(/^\/usr/, ''), 'xtables');
  // Symbolic links are copied verbatim, because resolved links would point outside the image.
  await cp(path.join(rootfs, modules), path.join(directory, modules), { recursive: true, verbatimSymlinks: true });
};

/** The images that kubeadm requires, each with one program that was built on this machine. */
export const controlPlaneImages = async (
  context: BuildContext,
  rootfs: string,
  references: readonly string[],
  programs: Readonly<Record<string, string>>,
  scratch: string,
): Promise<readonly ImageContent[]> => {
  const images: ImageContent[] = [];
  for (const reference of references) {
    const name = programOf(reference);
    const program = programs[name];
    if (program === undefined)
      throw new Error(`kubeadm requires the image ${reference}, but the program ${name} was not built`);
    const directory = path.join(scratch, name);
    // kubeadm's pods have `command: [kube-apiserver, …]`, so the program must be on PATH.
    const bin = path.join(directory, 'usr', 'local', 'bin');
    await mkdir(bin, { recursive: true });
    await copyFile(program, path.join(bin, name));
    await chmod(path.join(bin, name), 0o755);
    if (name === 'kube-proxy') await addIptables(context, rootfs, directory);
    images.push({
      reference,
      layers: [{ directory }],
      config: { Entrypoint: [`/usr/local/bin/${name}`], Env: [searchPath] },
    });
  }
  return images;
};
