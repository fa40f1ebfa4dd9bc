/** What of the days is behind a tap, in one file. */
export { DaysScreen } from "./days-screen.tsx";
export { WhySheet } from "./why-sheet.tsx";
