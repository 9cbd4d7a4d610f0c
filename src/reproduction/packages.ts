import type { PackageFile } from '../lanes/package-server.ts';
import type { KnownValues } from './known-values.ts';
import { bytesOf, contentOf } from './request-body.ts';
import { oneLine } from '../text/value-text.ts';
import { hereDocument } from './shell-text.ts';

/** Lines that write the packages of the harness into a folder, for a server at `$PACKAGES`. */
export const packageLines = (files: Readonly<Record<string, PackageFile>>, known: KnownValues): readonly string[] => {
  const entries = Object.entries(files);
  if (entries.length === 0) return [];
  const written = entries.flatMap(([path, { content, status = 200 }]) => {
    const bytes = bytesOf(content);
    const remark = `# $PACKAGES${oneLine(path, 200)}: ${bytes.length.toLocaleString('en')} bytes, answered ${status}`;
    const safe = /^(\/[\w+-][\w.+-]*)+$/.test(path);
    const shown = contentOf(bytes, known, () => path);
    if (!safe || status !== 200 || shown.kind === 'left-out') return [`${remark} (not written here)`];
    const file = `packages${path}`;
    const feed = shown.kind === 'text' ? hereDocument(shown.text) : shown.base64;
    return [
      remark,
      `mkdir -p ${file.replace(/\/[^/]*$/, '')}`,
      `${shown.kind === 'text' ? 'cat' : 'base64 -d'} ${feed.redirect} > ${file}`,
      ...feed.lines,
    ];
  });
  return ['# Serve the folder packages at $PACKAGES, where the target can reach it.', ...written, ''];
};
