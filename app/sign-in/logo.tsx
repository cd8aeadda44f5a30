/** The storeroom: a house with a shelf in its door. */
export function Logo() {
  return (
    <svg
      aria-hidden
      width="24"
      height="24"
      viewBox="0 0 22 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinejoin="round"
      className="text-accent"
    >
      <path d="M3 9.5L11 3l8 6.5V19H3z" />
      <path d="M7 19v-7h8v7M7 15.5h8" />
    </svg>
  )
}
