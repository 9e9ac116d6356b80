/** A dandelion clock whose seeds drift into an arrow. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <path
        d="M11.5 9.5v10m0 2.5-3.4-3.6m3.4 3.6 3.4-3.6"
        stroke="var(--brand-stem)"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <g stroke="var(--brand)" strokeWidth="1.8" strokeLinecap="round">
        <path d="M11.5 6.2V2.4M11.5 8 7.3 3.8M11.5 8l4.2-4.2M9.6 8.4H5.2M13.4 8.4h4.4M10 10l-3 3M13 10l3 3" />
      </g>
      <circle cx="19.6" cy="4.4" r="1.2" fill="var(--brand)" />
      <circle cx="21.2" cy="9" r="0.9" fill="var(--brand)" />
    </svg>
  )
}
