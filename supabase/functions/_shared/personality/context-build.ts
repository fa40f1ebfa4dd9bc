/** Raised with anything that changes what is made of the same rows: a context kept by another number is made anew. */
export const contextBuild = 1;
