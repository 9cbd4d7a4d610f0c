/** The rows of one page of KFP's user interface, for each of which it sends a request of its own. */
export const fanOutRows = 10;

/** k6 sends six requests of a batch to one host at a time by default. */
export const fanOutBatch = { batchPerHost: fanOutRows };
