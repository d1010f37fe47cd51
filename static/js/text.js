// Comparing words as readers do.

/** A text without marks over its letters and without capitals, so that "sao" finds "São". */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
