/** The day that "today" means, as an instant within it; changes at midnight and after sleep. */
import { useEffect, useState } from "react";
import { sameDay } from "./rows.ts";

export function useToday(): number {
  const [today, setToday] = useState(() => Date.now());
  useEffect(() => {
    const look = () => setToday((known) => (sameDay(known, Date.now()) ? known : Date.now()));
    const timer = setInterval(look, 60_000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return today;
}
