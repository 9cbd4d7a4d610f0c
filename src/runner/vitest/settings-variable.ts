/** The settings of a run that the command line has opened, for global-setup.ts; absent when vitest was started by hand. */
export const settingsVariable = 'KFP_CONFORMANCE_RUN_SETTINGS';
