/** The part of the environment of a process that tells how it was started. */
export type CallEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The words by which this program was called, for hints and examples: `npm start --` in a checkout, where npm sets these
 * variables, else the name of the installed command.
 */
export const calledAs = (environment: CallEnvironment = process.env): string => {
  const isOwnScript = environment['npm_package_name'] === 'kfp-conformance';
  return isOwnScript && environment['npm_lifecycle_event'] === 'start' ? 'npm start --' : 'kfp-conformance';
};

/** The call of a command as its user would type it where its output is evaluated or parsed, without npm's own lines. */
export const calledSilently = (environment: CallEnvironment = process.env): string =>
  calledAs(environment).replace('npm start', 'npm start --silent');
