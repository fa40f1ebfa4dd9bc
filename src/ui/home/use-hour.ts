/** The hour on the wall; goes on while one looks, and after sleep. */
import { useEffect, useState } from "react";

const hourNow = (): number => new Date().getHours();

export function useHour(): number {
  const [hour, setHour] = useState(hourNow);
  useEffect(() => {
    const look = () => setHour(hourNow());
    const timer = setInterval(look, 20_000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return hour;
}
