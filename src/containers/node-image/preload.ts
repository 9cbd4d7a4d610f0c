import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { step, type BuildContext } from '../images/build-step.ts';

const configuration = `version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "/run/preload.sock"
`;

/** Runs inside the node's file system, in a mount namespace of its own. */
const script = `set -eu
root=$1
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mount --bind "$2" "$root/mnt"
exec chroot "$root" /bin/sh -c '
set -eu
containerd --config /mnt/preload.toml >/mnt/preload.log 2>&1 &
pid=$!
trap "kill $pid 2>/dev/null || true" EXIT
ctr="ctr --address /run/preload.sock --namespace k8s.io"
tries=0
until $ctr version >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { cat /mnt/preload.log >&2; echo "containerd did not answer within 30 s" >&2; exit 1; }
  sleep 0.1
done
$ctr images import /mnt/images.tar >/dev/null || { tail -n 20 /mnt/preload.log >&2; exit 1; }
$ctr images ls --quiet
# The layers are unpacked, so their archives are no longer needed.
$ctr content ls | awk "\\$2 ~ /(MB|MiB|GB|GiB)\\$/ { print \\$1 }" | xargs -r $ctr content rm >/dev/null
sleep 1
kill $pid
wait $pid || true
trap - EXIT
find /var/lib/containerd/io.containerd.content.v1.content -type f -size +1M -delete
'
`;

/**
 * Imports the images of an archive (`images.tar` in `images`) into the store of the node's containerd, which runs in the
 * node's file system for this purpose. Returns the references of the images in the store.
 */
export const preloadImages = async (
  context: BuildContext,
  root: string,
  images: string,
): Promise<readonly string[]> => {
  await mkdir(path.join(root, 'mnt'), { recursive: true });
  await writeFile(path.join(images, 'preload.toml'), configuration);
  const printed = await step(context, 'unshare', [
    '--mount',
    '--propagation',
    'private',
    '/bin/sh',
    '-c',
    script,
    'preload',
    root,
    images,
  ]);
  return printed.split('\n').filter((line) => line !== '');
};
