import { EnvironmentError } from '../failures/environment-error.ts';

const networkFailure =
  /no such host|dial tcp|i\/o timeout|TLS handshake timeout|connection refused|connection reset|network is unreachable|proxyconnect|server misbehaving|temporary failure in name resolution|module lookup disabled by GOPROXY=off/i;

/** Converts the output of a failed `go build` into an error with a remedy. */
export const buildFailure = (
  component: string,
  printed: string,
  places: { readonly cache: string; readonly buildCache: string; readonly moduleCache: string },
): EnvironmentError => {
  const lines = printed.trim().split('\n');
  const line = (pattern: RegExp): string => lines.find((text) => pattern.test(text))?.trim() ?? '';
  const full = /no space left on device|disk quota exceeded/i;
  if (full.test(printed))
    return new EnvironmentError(
      `building ${component} ran out of disk space: free some (a cold set-up takes about 5 GB) in ${places.cache}, Go's build cache ${places.buildCache} or its module cache ${places.moduleCache}, or move one with KFP_CONFORMANCE_CACHE, GOCACHE or GOMODCACHE. Go reported: ${line(full)}`,
    );
  if (/signal: killed/.test(printed))
    return new EnvironmentError(
      `building ${component} was killed, most likely because memory ran out (a build takes up to 4 GB): free some, or compile one package at a time with GOMAXPROCS=1`,
    );
  const old = /requires go >= (\S+) \(running go (\S+?)[;)]/;
  const tooOld = old.exec(printed);
  if (tooOld !== null)
    return new EnvironmentError(
      `building ${component} needs Go ${tooOld[1]} or newer, but this is Go ${tooOld[2]}: install a newer one (https://go.dev/doc/install)`,
    );
  const mismatch = /SECURITY ERROR|checksum mismatch|verifying module/;
  if (mismatch.test(printed) && !networkFailure.test(printed))
    return new EnvironmentError(
      `a module for ${component} differs from the version that this project pins, so it was not built: ${line(mismatch)}. Check GOPROXY and the module cache (\`go env GOPROXY GOMODCACHE\`)`,
    );
  if (networkFailure.test(printed))
    return new EnvironmentError(
      `the modules for ${component} could not be downloaded: check the network, and GOPROXY and GOSUMDB (\`go env\`). Go reported: ${line(networkFailure)}`,
    );
  return new EnvironmentError(`building ${component} failed.`, { logTail: lines.slice(-8) });
};
