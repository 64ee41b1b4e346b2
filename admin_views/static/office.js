// What makes the office's pages move. Each part finds its own elements by data attributes; without scripts
// the pages still read and their forms still send.
import { startCalculators } from "./office/calculators.js";
import { startCells } from "./office/cells.js";
import { startConfirm, startDialogs } from "./office/dialogs.js";
import { startFilters, startColumns, startAsOf } from "./office/filters.js";
import { startForms } from "./office/forms.js";
import { startJobs } from "./office/jobs.js";
import { startKeys } from "./office/keys.js";
import { startLookups } from "./office/lookup.js";
import { startFrame } from "./office/frame.js";
import { startPalette } from "./office/palette.js";
import { startQuick } from "./office/quick.js";
import { startRows } from "./office/rows.js";
import { startUploads } from "./office/upload.js";

const parts = [startFrame, startDialogs, startConfirm, startLookups, startFilters, startColumns, startAsOf,
  startForms, startUploads, startRows, startQuick, startCells, startCalculators, startJobs, startKeys, startPalette];

for (const start of parts) {
  try {
    start(document);
  } catch (error) {
    console.error(error); // one broken part must not take the others with it
  }
}
document.documentElement.dataset.ready = "yes";
