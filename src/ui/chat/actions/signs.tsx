/** The small drawings beside the menu's words. */
const drawn = (path: string) => (
  <svg aria-hidden viewBox="0 0 20 20">
    <path d={path} />
  </svg>
);

export const signs = {
  copy: drawn("M7.500 6.500h8.500v10.500h-8.500zM12.500 6.500v-3.500h-8.500v10.500h3.500"),
  select: drawn("M6 4h-2v2M14 4h2v2M6 16h-2v-2M14 16h2v-2M7 8h6M10 8v5"),
  again: drawn("M16 10a6 6 0 1 1-1.800-4.300M16.500 2.800v3.700h-3.700"),
  keys: drawn("M2.500 5.500h15v9h-15zM5.500 8.500h.010M8.500 8.500h.010M11.500 8.500h.010M14.500 8.500h.010M6.500 11.700h7"),
  why: drawn("M10 17a7 7 0 1 1 0-14 7 7 0 0 1 0 14M8 8a2 2 0 1 1 2.600 1.900c-.4.2-.6.500-.6 1v.400M10 13.700h.010"),
  remove: drawn("M4 6h12M8 6v-2h4v2M5.500 6l.7 10.500h7.600l.7-10.500M8.500 9v4.500M11.500 9v4.500"),
} as const;
