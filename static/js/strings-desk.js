// The words of filters, reports, decisions and added news; strings.js takes them in.

export const deskStrings = {
  facets: {
    type: "kinds of event",
    country: "countries",
    region: "regions",
    source: "sources",
    story: "stories",
    level: "precisions of place",
    date: "precisions of date",
    said: "what the text says",
    review: "states of review",
  },
  facetSearch: (what) => `Find in ${what}`,
  facetNothing: "Nothing here has these letters.",
  facetMore: (count) => `${count} more: search for them above.`,
  noStory: "In no story",
  reviews: { none: "Not reviewed", confirmed: "Confirmed", corrected: "Corrected", rejected: "Rejected" },
};
