/** For each intent: things to say and questions to end with; every pairing must read well. */
export type Words = Readonly<Record<string, readonly [say: readonly string[], ask: readonly string[]]>>;
