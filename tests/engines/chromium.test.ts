import { journeys } from "./journeys.ts";
import { launchChromium } from "./support/chromium.ts";

journeys(launchChromium, { backgroundSync: true });
