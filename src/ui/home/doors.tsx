/** Play, listen, watch: three quiet ways to spend a little time. */
import ArrowRight from "lucide-react/icons/arrow-right";
import Clapperboard from "lucide-react/icons/clapperboard";
import Headphones from "lucide-react/icons/headphones";
import Puzzle from "lucide-react/icons/puzzle";
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";

const doors = [
  { path: "/play", word: () => m.days_door_play(), Sign: Puzzle },
  { path: "/listen", word: () => m.days_door_listen(), Sign: Headphones },
  { path: "/watch", word: () => m.days_door_watch(), Sign: Clapperboard },
] as const;

export function Doors() {
  return (
    <section aria-labelledby="doors" className="home-doors">
      <h2 id="doors" className="text-small font-semibold text-soft">
        {m.days_doors()}
      </h2>
      <ul>
        {doors.map(({ path, word, Sign }) => (
          <li key={path}>
            <Link to={path} className="home-door">
              <Sign aria-hidden="true" size={22} strokeWidth={1.9} />
              <span>{word()}</span>
              <ArrowRight aria-hidden="true" size={18} className="ml-auto" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
