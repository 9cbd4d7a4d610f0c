// The folders build on each other, each importing only from those before it: ground; kube-api, model and definitions;
// listing; access, database and kubernetes; rest and start. `access` decides about users, `database` and `kubernetes`
// implement the store of `model`, `rest` serves it, and `start` opens the configured parts. `testing` holds fakes.
import { flushCompileCache } from 'node:module';
import { readConfiguration, type Configuration } from './start/configuration.ts';
import type { Environment } from './ground/environment-variables.ts';
import { FlagError } from './ground/go-flags.ts';
import { lookForBucket } from './start/look-for-bucket.ts';
import { openStore } from './start/open-store.ts';
import { openTenancy } from './start/open-tenancy.ts';
import { packageDownloader } from './definitions/package-download.ts';
import { referenceHelp } from './start/reference-flags.ts';
import { createServer, serveApi } from './rest/server.ts';
import { untilTerminated } from './ground/termination.ts';

const failedExitCode = 1;
const usageExitCode = 2;

const serve = async (configuration: Configuration): Promise<void> => {
  const { http, packages, namespace, blockV1, multiUser } = configuration;
  const server = createServer(configuration.logLevel);
  await using access = await openTenancy(configuration, server.log);
  await using opened = await openStore(configuration, server.log);
  if (configuration.bucket !== undefined) await lookForBucket(configuration.bucket, server.log);
  await using downloader = packageDownloader(packages);
  const { store, pageTokenKey } = opened;
  serveApi(server, { store, pageTokenKey, blockV1, packages: downloader, tenancy: access.tenancy });
  await server.listen(http);
  // With NODE_COMPILE_CACHE: a process that is killed would otherwise leave no cache for the next start.
  flushCompileCache();
  const scope = multiUser ? 'all namespaces' : namespace;
  server.log.info(`serving pipelines of ${scope} from the ${store.kind} store by REST; gRPC is not served`);
  const signal = await untilTerminated(process.env);
  server.log.info(`${signal}: finishing the requests in progress`);
  await server.close();
};

/**
 * Runs the reference implementation until SIGTERM or SIGINT, then finishes the requests in progress and exits. Takes
 * the flags and variables of KFP's API server. Sets the exit code: 0, 1 when it could not start, 2 for wrong usage.
 */
export const runReference = async (args: readonly string[], environment: Environment): Promise<void> => {
  if (args.some((argument) => /^--?h(elp)?$/.test(argument))) {
    process.stdout.write(referenceHelp());
    return;
  }
  try {
    await serve(readConfiguration(args, environment));
  } catch (error) {
    process.exitCode = error instanceof FlagError ? usageExitCode : failedExitCode;
    process.stderr.write(`reference: ${error instanceof Error ? error.message : String(error)}\n`);
  }
};

if (import.meta.main) await runReference(process.argv.slice(2), process.env);
