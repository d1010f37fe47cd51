// The rows that a text search finds, kept until the text changes.

import { byId } from "./dom.js";
import { strings } from "./strings.js";

export class TextSearch {
  constructor(source) {
    this.source = source;
    this.rows = null; // null without a search: every row passes
  }

  /** Finds the rows of a text; false where it failed, or where another text was asked for meanwhile. */
  async find(text) {
    this.text = text;
    byId("search-error").textContent = "";
    try {
      const rows = text ? await this.source.search(text) : null;
      if (text !== this.text) return false;
      this.rows = rows;
      return true;
    } catch (error) {
      byId("search-error").textContent = `${strings.searchFailed}: ${error.message}`;
      return false;
    }
  }
}
