/** The part of k6's console that the scripts use; @types/k6 has none. */
declare const console: { log(text: string): void; warn(text: string): void; error(text: string): void };
