// The period in which nearly all events lie. A single report of 1960 must not press twelve years of news into a corner.

const TAIL = 0.02; // the share of events that may lie outside, at each end
const WORTH = 0.6; // a period that is not at least this much shorter than the whole is not worth the gap
const MARGIN = 0.02;

/** First and last day of the main period: the whole one, unless few events stretch it. */
export function mainPeriod(events, extent) {
  const { start, dated } = events;
  if (dated < 20 || events.isFar) return extent;
  const low = start[Math.floor(dated * TAIL)];
  const high = start[Math.min(dated - 1, Math.ceil(dated * (1 - TAIL)))];
  const whole = extent.last - extent.first + 1;
  if (high - low + 1 > whole * WORTH) return extent;
  const margin = Math.max(3, Math.round((high - low) * MARGIN));
  const first = Math.max(extent.first, low - margin);
  // A short tail is kept: cutting it off would hide events without making room.
  const last = extent.last - high < (high - low) * 0.2 ? extent.last : Math.min(extent.last, high + margin);
  return { first: low - extent.first < (high - low) * 0.2 ? extent.first : first, last };
}
