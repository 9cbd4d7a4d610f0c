const isSet = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value);

/**
 * Why a check that cannot run on this machine counts as a failure; undefined where it does not. CI tests everything, and a
 * person who names a container engine means it to be used.
 */
export const mustRunBecause = ({ CI, DOCKER_HOST }: NodeJS.ProcessEnv): string | undefined => {
  if (isSet(CI)) return 'CI is set, so every check must run';
  return DOCKER_HOST === undefined || DOCKER_HOST === '' ? undefined : 'DOCKER_HOST is set, so every check must run';
};
