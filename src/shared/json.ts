/** Plain JSON values: what IndexedDB rows and wire messages are made of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
