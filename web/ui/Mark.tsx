/** The sign of the product: a beam that bends a little under its load, and holds. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="5" fill="#0f5468" />
      <g fill="none" strokeLinecap="round" strokeLinejoin="round" strokeWidth="2.1">
        <path d="M12 4v6m-3-3 3 3 3-3" stroke="#f2a65e" />
        <path d="M4 13q8 4 16 0M6 20v-4.6M18 20v-4.6" stroke="#fff" />
      </g>
    </svg>
  );
}
