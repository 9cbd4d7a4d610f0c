import { copyFile } from 'node:fs/promises';
import { Command } from 'commander';
import { exitCode } from '../../failures/exit-code.ts';
import { firstFailure } from '../../failures/first-failure.ts';
import { InterruptedError } from '../../failures/interrupted-error.ts';
import { findNodeImage, setUpNodeImage } from './node-image.ts';

interface Options {
  readonly output?: string;
  readonly status?: boolean;
}

const program = new Command('node-image')
  .description('build a kind node image without a container registry: from Debian packages and Go modules')
  .option('--output <file>', 'also write the image to this file, in the format of `docker load`')
  .option('--status', 'only report whether the image is built')
  .action(async ({ output, status }: Options) => {
    const interrupted = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => interrupted.abort(new InterruptedError(signal)));
    const image = status
      ? await findNodeImage()
      : await setUpNodeImage({ line: (text) => process.stderr.write(`${text}\n`) }, interrupted.signal);
    if (image === undefined) {
      process.stderr.write('the node image is not built: run scripts/node-image\n');
      process.exitCode = exitCode.failed;
      return;
    }
    if (output !== undefined) await copyFile(image.archive, output);
    process.stdout.write(`${JSON.stringify(image, undefined, 2)}\n`);
  });

try {
  await program.parseAsync();
} catch (cause) {
  process.stderr.write(`${(firstFailure(cause) as Error).message}\n`);
  process.exitCode = exitCode.environment;
}
