/** Passes the settings of a run to global-setup.ts; absent when vitest was started without the command line. */
export const settingsVariable = 'KFP_CONFORMANCE_RUN_SETTINGS';
