/** The part of k6's console that the scripts use; @types/k6 has none. */
declare const console: { warn(text: string): void; error(text: string): void };
