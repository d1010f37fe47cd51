// What the map's skeleton, written by Folium, finds under L.Dateline; mapping/layers.py writes the calls.

import { makeBasemap } from "./basemap.js";
import { EventsLayer } from "./events-layer.js";
import { startPage } from "./main.js";

globalThis.L.Dateline = { basemap: makeBasemap, EventsLayer, start: startPage };
