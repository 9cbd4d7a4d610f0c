/** The largest page that KFP gives. */
export const restPageLimit = 200;

/** The page size of kubectl. */
export const crdPageLimit = 500;
