/** Started and killed by the integration test while its container runs. */
import path from 'node:path';
import { containerEngine } from '../../containers/container-engine.ts';
import { engineImage } from '../../containers/images/engine-image.ts';
import { startImageProcess } from '../image.ts';

const [reference = '', folder = ''] = process.argv.slice(2);
const never = new AbortController().signal;
const quiet = { line: () => {} };
await using engine = await containerEngine(quiet, never);
const image = await engineImage(engine, reference, quiet, never);
const command = { args: ['--httpPortFlag=127.0.0.1:0'], env: { INITCONNECTIONTIMEOUT: '600s' }, folders: [folder] };
const options = { ...command, name: 'target-one', cwd: folder, logPath: path.join(folder, 'log'), runId: 'killed' };
await using running = await startImageProcess(engine, image, options, never);
process.stdout.write(`running ${running.identity}\n`);
await new Promise((resolve) => setTimeout(resolve, 60_000));
