/** The screens and how one gets to them. What the first screen does not need is loaded when it is asked for. */
import "./kit/app.css";
import "./shell/shell.css";
import { Suspense, lazy, useEffect, useLayoutEffect, useRef } from "react";
import { BrowserRouter, Route, Routes, useLocation } from "react-router";
import { useLocale } from "../i18n/locale.ts";
import { useLockState } from "../state/use-lock-state.ts";
import { useCrisis } from "../state/use-crisis.ts";
import { usePreferences } from "../state/use-preferences.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { helpPath, screenUnder } from "./help/help-place.ts";
import { HelpFallback } from "./help/help-fallback.tsx";
import { useHelp } from "./help/use-help.ts";
import { applyPreferences } from "./apply-preferences.ts";
import { Shell } from "./shell/shell.tsx";

const importChat = () => import("./chat/chat-screen.tsx");
const importHelp = () => import("./help/help-card.tsx");
/** Asked for before the database has opened, when the address says it will be needed. */
if (location.pathname === "/chat") void importChat();

const Chat = lazy(async () => ({ default: (await importChat()).ChatScreen }));
const Home = lazy(async () => ({ default: (await import("./home/home-screen.tsx")).HomeScreen }));
const Days = lazy(async () => ({ default: (await import("./days/later.ts")).DaysScreen }));
const Play = lazy(async () => ({ default: (await import("./places/play-screen.tsx")).PlayScreen }));
const Listen = lazy(async () => ({ default: (await import("./places/listen-screen.tsx")).ListenScreen }));
const Watch = lazy(async () => ({ default: (await import("./places/watch-screen.tsx")).WatchScreen }));
const You = lazy(async () => ({ default: (await import("./you/you-place.tsx")).YouPlace }));
const Settings = lazy(async () => ({ default: (await import("./settings/settings-screen.tsx")).SettingsScreen }));
const Data = lazy(async () => ({ default: (await import("./data/data-screen.tsx")).DataScreen }));
const Status = lazy(async () => ({ default: (await import("./status/status-screen.tsx")).StatusScreen }));
const Missing = lazy(async () => ({ default: (await import("./places/missing-screen.tsx")).MissingScreen }));
const LockScreen = lazy(async () => ({ default: (await import("./lock/lock-screen.tsx")).LockScreen }));
const HelpCard = lazy(async () => ({ default: (await importHelp()).HelpCard }));

/** The card must open without a network, also before the worker has cached it: fetched as soon as the first screen is idle. */
function usePreloadedHelp(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      importHelp().catch(() => {
        // The network is away and nothing is cached yet: opening the card shows HelpFallback.
      });
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}

/** R7: a recognised crisis brings the card, and a card that was open before a reload is open again. */
function useCrisisCard(): void {
  const crisis = useCrisis();
  const { isOpen, show, settle } = useHelp();
  const wasOpen = useRef(false);
  const known = useRef<number | null | undefined>(undefined);
  useEffect(() => {
    if (crisis === undefined) return;
    const first = known.current === undefined;
    const since = crisis?.since ?? null;
    const isNew = since !== known.current;
    known.current = since;
    // Opened by hand shows itself at once; it is shown from here only after a reload.
    if (crisis !== null && isNew && (first || crisis.messageId !== null)) show();
  }, [crisis, show]);
  useEffect(() => {
    if (wasOpen.current && !isOpen) settle();
    wasOpen.current = isOpen;
  }, [isOpen, settle]);
}

function Screens() {
  const location = useLocation();
  const locale = useLocale();
  const preferences = usePreferences();
  const under = screenUnder(location);
  usePreloadedHelp();
  useCrisisCard();
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  useLayoutEffect(() => {
    if (preferences !== undefined) applyPreferences(preferences);
  }, [preferences]);
  return (
    <>
      <Shell path={under.pathname}>
        <ErrorBoundary key={under.pathname}>
          <Suspense>
            <Routes location={under}>
              <Route path="/" element={<Home />} />
              <Route path="/chat" element={<Chat />} />
              <Route path="/days" element={<Days />} />
              <Route path="/play" element={<Play />} />
              <Route path="/listen" element={<Listen />} />
              <Route path="/watch" element={<Watch />} />
              <Route path="/you" element={<You />} />
              <Route path="/you/questions" element={<You asks />} />
              <Route path="/settings" element={<Settings />} />
              <Route path="/settings/data" element={<Data />} />
              <Route path="/status" element={<Status />} />
              <Route path="*" element={<Missing />} />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      </Shell>
      {location.pathname === helpPath ? (
        <ErrorBoundary fallback={<HelpFallback />}>
          <Suspense fallback={<HelpFallback />}>
            <HelpCard />
          </Suspense>
        </ErrorBoundary>
      ) : null}
    </>
  );
}

export function App() {
  // A1: nothing of the person's is in the page then.
  if (useLockState() === "locked") {
    return (
      <ErrorBoundary>
        <Suspense>
          <LockScreen />
        </Suspense>
      </ErrorBoundary>
    );
  }
  return (
    <BrowserRouter>
      <ErrorBoundary>
        <Screens />
      </ErrorBoundary>
    </BrowserRouter>
  );
}
