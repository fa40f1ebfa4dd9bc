/** Every planted break, in the order of DESIGN §4 to §7. */
import { archive } from "./archive.mjs";
import { contexts } from "./contexts.mjs";
import { days } from "./days.mjs";
import { context } from "./context.mjs";
import { doors } from "./doors.mjs";
import { home } from "./home.mjs";
import { join } from "./join.mjs";
import { life } from "./life.mjs";
import { letters } from "./letters.mjs";
import { appLock } from "./lock.mjs";
import { messages } from "./messages.mjs";
import { mood } from "./mood.mjs";
import { personality } from "./personality.mjs";
import { pull } from "./pull.mjs";
import { push } from "./push.mjs";
import { replies } from "./replies.mjs";
import { search } from "./search.mjs";
import { security } from "./security.mjs";
import { visits } from "./visits.mjs";
import { write } from "./write.mjs";

export const breaks = [...write, ...push, ...pull, ...contexts, ...doors, ...replies, ...messages, ...letters, ...archive, ...join, ...security, ...appLock, ...search, ...home, ...visits, ...days, ...life, ...mood, ...personality, ...context];

/** A rule without a break is a rule nobody has seen hold. */
export const rules = [
  ...["W1", "W2", "W3", "W4", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"],
  ...["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "C1", "C2", "C3", "C4", "C5", "T1", "T2", "T3", "T4"],
  ...["G1", "G2", "G3", "G4"],
  ...["R1", "R2", "R4", "R5", "R6", "R7", "R8", "V1", "V2", "V3", "V4", "V5", "V6", "K1", "K2", "K3", "K4", "K5", "N1", "N2", "N3", "N4", "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M9", "M11", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "O1", "O2", "O3", "O4", "O5", "O6", "O7", "O8", "join", "canonical", "§7", "fault 1", "fault 2", "fault 3"],
  ...["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9"],
  // F10 and F11 are seen in a browser alone: tests/e2e/window.spec.ts.
  ...["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"],
  ...["D3", "X1", "X2", "X3", "X4", "X5", "X6"],
  ...["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9"],
  ...["Q1", "Q2", "Q3", "Q4", "Q5", "D1", "D2"],
];
