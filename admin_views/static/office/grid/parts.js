// The parts of a grid beside its rows, in the order in which they start.
import { startChanges } from "./changes.js";
import { startChosen } from "./chosen.js";
import { startClip } from "./clip.js";
import { startFill } from "./fill.js";
import { startFind } from "./find.js";
import { startFoot } from "./foot.js";
import { startFormats } from "./formats.js";
import { startGroups } from "./groups.js";
import { startKeyMap } from "./keymap.js";
import { startKept } from "./kept.js";
import { startLook } from "./look.js";
import { startMenus } from "./menus.js";
import { startPanel } from "./panel.js";
import { startSpoken } from "./spoken.js";
import { startStatus } from "./status.js";
import { startSteps } from "./steps.js";
import { startViews } from "./views.js";
import { startWide } from "./wide.js";
import { startWidths } from "./widths.js";
import { startWindows } from "./windows.js";

export const PARTS = [
  startSpoken, startLook, startClip, startFill, startKept, startPanel, startSteps,
  startGroups, startFormats, startFoot, startChosen, startStatus, startMenus,
  startWide, startWidths, startWindows, startFind, startChanges, startKeyMap, startViews,
];
