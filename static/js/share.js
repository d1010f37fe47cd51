// The share dialog: a link to what is shown, code to put it into another page, a picture, a file that needs no server.

import { formatRange, toISO } from "./days.js";
import { makeDialog, openDialog } from "./dialog.js";
import { byId, el, formatCount } from "./dom.js";
import { drawPicture, savePicture } from "./picture.js";
import { writeState } from "./state.js";
import { strings } from "./strings.js";

const words = strings.share;
const TAG = "iframe";

/** The iframe for another page; `address` is that of the view, attributes are escaped. */
export function writeEmbed(address) {
  const safe = address.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<${TAG} src="${safe}" title="${words.frameTitle}" width="100%" height="480" style="border:0" loading="lazy"></${TAG}>`;
}

export class Share {
  /** `page` gives the present view: store, extent, map, layer, views, frame, colours. */
  constructor(page) {
    this.page = page;
    byId("share").addEventListener("click", () => this.open());
  }

  open() {
    this.dialog ??= this.#make();
    this.link.value = this.#address(false);
    if (this.code) this.code.value = writeEmbed(this.#address(true));
    if (this.file) this.file.href = this.page.source.savedUrl(this.page.toolbar.exportParams());
    this.note.textContent = "";
    openDialog(this.dialog, this.link);
    this.link.select();
  }

  #make() {
    this.link = el("input", { type: "text", readonly: true, "aria-label": words.link });
    this.note = el("p", { class: "share-note", role: "status" });
    const parts = [this.#part(words.link, this.link, () => this.link.value)];
    if (this.page.source.savedUrl) {
      this.code = el("textarea", { readonly: true, rows: 3, "aria-label": words.embed });
      parts.push(this.#part(words.embed, this.code, () => this.code.value));
    }
    this.picture = el("button", { type: "button", class: "button", onclick: () => this.#savePicture() }, words.savePicture);
    const take = [this.picture];
    if (this.page.source.savedUrl) {
      this.file = el("a", { class: "button", download: "dateline-map.html" }, words.saveFile);
      take.push(this.file);
    }
    parts.push(el("section", { class: "share-part" }, el("h3", {}, words.take), el("div", { class: "share-row" }, take)));
    return makeDialog("share-dialog", words.title, [...parts, this.note]).dialog;
  }

  #part(title, control, text) {
    const copy = el("button", { type: "button", class: "button", "aria-label": `${words.copy}: ${title}`, onclick: () => this.#copy(text()) }, words.copy);
    return el("section", { class: "share-part" }, el("h3", {}, title), el("div", { class: "share-row" }, control, copy));
  }

  #address(embed) {
    const { store, extent, map } = this.page;
    const { lat, lng } = map.getCenter();
    const view = { lat, lon: lng, zoom: map.getZoom() };
    const query = writeState({ ...store.state, view, embed }, extent);
    const [base] = location.href.split(/[?#]/);
    return `${base}${location.protocol === "file:" ? "#" : "?"}${query}`;
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.note.textContent = words.copied;
    } catch {
      this.note.textContent = strings.copyFailed;
    }
  }

  async #savePicture() {
    const { page } = this;
    this.picture.disabled = true;
    this.note.textContent = words.drawing;
    try {
      const { first, last } = page.frame;
      const canvas = await drawPicture({
        ...page,
        mode: page.store.state.show,
        texts: describePicture(page, describeFilters()),
        legend: page.views.legend.describe(),
      });
      await savePicture(canvas, `dateline-${toISO(first)}-${toISO(last)}.png`);
      this.note.textContent = words.pictureSaved;
    } catch (error) {
      this.note.textContent = `${words.pictureFailed}: ${error.message}`;
    } finally {
      this.picture.disabled = false;
    }
  }
}

/** The filters in force, as the chips tell them. */
function describeFilters() {
  return [...document.querySelectorAll("#chips .chip")].map((chip) => chip.textContent.trim()).join(", ");
}

/** What a picture says in words. */
export function describePicture({ frame, events }, filters) {
  const days = formatRange(frame.first, frame.last);
  return {
    title: `${formatCount(frame.count)} ${strings.of} ${formatCount(events.rows)} ${strings.events(frame.count)}`,
    count: `${days} UTC`,
    filters,
    sources: words.sources,
  };
}
