/** What a person can do with their data as files; loaded when the first of it is asked for. */
import type { Commands } from "../api.ts";
import type { Device } from "../device.ts";
import type { Platform } from "../platform.ts";
import { exportBackup, exportEverything } from "./export.ts";
import { openArchive } from "./import.ts";

/** `onWritten`: something came in that wants to be synced. */
export const archiveCommands = (
  platform: Platform,
  device: Device,
  onWritten: () => void,
): Pick<Commands, "exportEverything" | "exportBackup" | "openArchive"> => ({
  exportEverything: (format, options) => exportEverything(device, platform.clock.now(), format, options),
  exportBackup: (passphrase, watch) => exportBackup(device, platform.clock.now(), passphrase, watch),
  openArchive: (file, options = {}) => openArchive({ platform, device, onWritten }, file, options),
});
