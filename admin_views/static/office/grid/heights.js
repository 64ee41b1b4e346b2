// How high the rows stand, in pixels.
export const ROW_HEIGHTS = { low: 24, usual: 28, high: 62 };

/** The sums stand in one line, however high the rows are: as RevoGrid is told of single rows. */
export const FOOT = [{ type: "rowPinEnd", index: 0, size: ROW_HEIGHTS.usual }];
