// Events on a Leaflet map of somebody else's page, such as a notebook's: one circle a place, a list of its events on
// click. The data comes as JSON in base64 (mapping/notebook.py); texts reach the page through textContent alone.

(function () {
  "use strict";

  const MAX_LISTED = 50;
  const COARSE_KM = 25;

  function read(packed) {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  function make(tag, text, style) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (style) element.style.cssText = style;
    return element;
  }

  function tellEvent(event, family) {
    const block = make("div", "", "margin: 0 0 10px");
    const head = make("div", "", "font-weight: 600");
    head.append(make("span", "● ", `color: ${family.colour}`), [event.label, event.when].filter(Boolean).join(" · "));
    block.append(head, make("div", event.place, "opacity: .75"), make("div", event.sentence));
    const source = [event.source, event.title].filter(Boolean).join(": ");
    if (event.url) {
      const link = make("a", source || event.url);
      link.href = event.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      block.append(link);
    } else {
      block.append(make("div", source, "opacity: .75"));
    }
    return block;
  }

  function tellPlace(events, families) {
    const list = make("div", "", "max-height: 240px; overflow: auto; white-space: normal");
    for (const event of events.slice(0, MAX_LISTED)) list.append(tellEvent(event, families[event.family]));
    const rest = events.length - MAX_LISTED;
    if (rest > 0) list.append(make("div", `and ${rest} more here`));
    return list;
  }

  function makeLegend(families) {
    const legend = L.control({ position: "bottomright" });
    legend.onAdd = () => {
      const box = make("div", "", "background: #fff; color: #222; padding: 6px 10px; border-radius: 4px; font: 12px sans-serif");
      for (const family of families) {
        const line = make("div");
        line.append(make("span", "● ", `color: ${family.colour}`), `${family.label} (${family.count})`);
        box.append(line);
      }
      return box;
    };
    return legend;
  }

  function drawPlace(events, families, renderer) {
    const { lat, lon, radius_km: radiusKm } = events[0];
    const colour = families[events[0].family].colour;
    // A point that stands for a whole region is hollow: it happened somewhere in there.
    const coarse = radiusKm >= COARSE_KM;
    const circle = L.circleMarker([lat, lon], {
      renderer,
      radius: 5 + 2 * Math.log2(events.length),
      color: colour,
      weight: 2,
      fillColor: colour,
      fillOpacity: coarse ? 0.05 : 0.6,
      dashArray: coarse ? "3 3" : null,
    });
    circle.bindPopup(() => tellPlace(events, families), { maxWidth: 340 });
    return circle;
  }

  const Events = L.FeatureGroup.extend({
    initialize(packed) {
      const { families, events } = read(packed);
      const renderer = L.canvas({ padding: 0.5 });
      const places = new Map();
      for (const event of events) {
        const key = `${event.lon} ${event.lat} ${event.radius_km >= COARSE_KM}`;
        if (!places.has(key)) places.set(key, []);
        places.get(key).push(event);
      }
      L.FeatureGroup.prototype.initialize.call(
        this,
        [...places.values()].map((there) => drawPlace(there, families, renderer)),
      );
      this.legend = makeLegend(families);
    },

    onAdd(map) {
      L.FeatureGroup.prototype.onAdd.call(this, map);
      if (this.legend) this.legend.addTo(map);
    },

    onRemove(map) {
      L.FeatureGroup.prototype.onRemove.call(this, map);
      this.legend.remove();
    },
  });

  L.datelineEvents = (packed) => new Events(packed);
})();
