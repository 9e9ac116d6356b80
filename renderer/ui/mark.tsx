/** A dandelion clock reduced to a few strokes; its stem is an arrow, a seed drifts away. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden>
      <path
        d="M5.64 7.85 3.37 9.5M5.21 6.26 2.43 5.97M5.96 4.79 4.09 2.71M7.5 4.2V1.4M9.04 4.79l1.87-2.08M9.79 6.26l2.78-.29"
        stroke="var(--brand)"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
      <path
        d="M7.5 6.5v8M4.4 11.5l3.1 3.1 3.1-3.1"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="12.5" cy="9.5" r=".95" fill="var(--brand)" />
    </svg>
  )
}
