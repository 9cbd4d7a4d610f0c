import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../package-path.ts';

/** The build writes the commit here, since an installed package has no repository. */
const builtFile = 'dist/commit';

/** The whole commit that is checked out, without names of tags. */
const describe = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'];

/**
 * The commit of this package: of its checkout, with `-dirty` where files were changed, else the one that it was built
 * from. Undefined if it is not known, as without git.
 */
export const packageCommit = (root = packageRoot): string | undefined => {
  try {
    const text = existsSync(path.join(root, '.git'))
      ? execFileSync('git', describe, {
          cwd: root,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
          env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
        })
      : readFileSync(path.join(root, builtFile), 'utf8');
    return /^[0-9a-f]{40}(-dirty)?$/.exec(text.trim())?.[0];
  } catch {
    // A report without the commit is better than none: the digest of the suites identifies them as well.
    return undefined;
  }
};
