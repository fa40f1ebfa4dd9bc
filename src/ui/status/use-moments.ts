/** "2 minutes ago" that stays true while the screen is open. */
import { useEffect, useState } from "react";
import { formatAgo, formatMoment } from "../../i18n/format.ts";

const dayMs = 86_400_000;

export function useMoments(): (ms: number) => string {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return (ms) => (Math.abs(now - ms) < dayMs ? formatAgo(Math.min(ms, now), now) : formatMoment(ms));
}
