import { journeys } from "./journeys.ts";
import { launchWebkit } from "./support/webkit.ts";

journeys(launchWebkit, { backgroundSync: false });
